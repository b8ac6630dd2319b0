import { resolve } from 'node:path';
import { quoteForShell } from '@cdev/core/subprocess';
import {
  asText,
  describeCombination,
  evaluateValue,
  expandMatrix,
  interpolate,
  Names,
  type Combination,
  type Scope,
} from '@cdev/github-workflow';
import type { StepSource } from '../source/pipeline-source.ts';
import { scopeOf, type Setting } from './scope.ts';

/** One combination of a step, with nothing left to evaluate. */
export interface Instance {
  readonly step: StepSource;
  /** `test`, or `test (22, linux)`. */
  readonly name: string;
  readonly combination: Combination;
  readonly work: Work;
  /** What the pipeline and the step add to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export type Work =
  | { readonly kind: 'run'; readonly text: string; readonly shell: string | undefined }
  | { readonly kind: 'script'; readonly script: string; readonly args: readonly string[] };

/**
 * The combinations of a step's matrix; one without names where there is none.
 * @throws NotKnownError, ExpressionProblem, MatrixProblem
 */
export function combinationsOf(step: StepSource, setting: Setting): readonly Combination[] {
  if (step.matrix === undefined) return [{}];
  return expandMatrix(evaluateValue(step.matrix, scopeOf(step, setting)));
}

/** @throws NotKnownError, ExpressionProblem */
export function prepareInstance(step: StepSource, setting: Setting, combination: Combination): Instance {
  const scope = scopeOf(step, setting, combination);
  const env = { ...setting.env, ...evaluateEnvironment(step.env, scope) };
  const own: Scope = { ...scope, contexts: { ...scope.contexts, env: new Names(env, { isCaseSensitive: true }) } };
  return {
    step,
    name: instanceName(step, combination),
    combination,
    work:
      step.script === undefined
        ? { kind: 'run', text: interpolate(step.run ?? '', own), shell: step.shell }
        : { kind: 'script', script: step.script, args: argumentsOf(step.args, own) },
    env,
    cwd: resolve(setting.folder, interpolate(step.workingDirectory ?? '.', own)),
  };
}

export function instanceName(step: StepSource, combination: Combination): string {
  const words = describeCombination(combination);
  return words === '' ? step.id : `${step.id} (${words})`;
}

export function evaluateEnvironment(
  values: Readonly<Record<string, unknown>>,
  scope: Scope,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(evaluateValue(value, scope))]));
}

/** An expression that gives nothing leaves its argument out; one that gives a list stands for its items. */
function argumentsOf(args: readonly unknown[], scope: Scope): readonly string[] {
  return args.flatMap((arg) => {
    const value = evaluateValue(arg, scope);
    const words = (Array.isArray(value) ? (value as unknown[]) : [value]).map(asText);
    return arg === '' ? words : words.filter((word) => word !== '');
  });
}

/** As a person types it. */
export function commandText({ work }: Pick<Instance, 'work'>): string {
  if (work.kind === 'run') return work.text.trim();
  return [`cdev ${work.script}`, ...work.args.map(quoteForShell)].join(' ');
}
