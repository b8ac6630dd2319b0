import { hashFiles, Names, NotKnown, type Combination, type Scope } from '@cdev/github-workflow';
import type { PipelineSource, StepSource } from '../source/pipeline-source.ts';

/** What a step came to for those that need it, in GitHub's words. */
export interface StepResult {
  readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
  /** Not known only in a plan. */
  readonly outputs: Readonly<Record<string, string>> | NotKnown;
  /** Of all its combinations. */
  readonly fingerprint: string;
}

export interface Setting {
  readonly pipeline: PipelineSource;
  readonly inputs: Readonly<Record<string, string>>;
  /** The pipeline's own, evaluated. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** By step; one that is missing is not known yet. */
  readonly results: ReadonlyMap<string, StepResult>;
  readonly isCancelled: () => boolean;
}

/** What the expressions of a step see. Names that nobody declared are told instead of being nothing. */
export function scopeOf(step: StepSource, setting: Setting, combination: Combination = {}): Scope {
  const { inputs, results, folder, pipeline } = setting;
  const unknown = (what: string) => (name: string) => {
    throw new Error(`there is no ${what} ${name}`);
  };
  const needs = Object.fromEntries(
    step.needs.map((id) => {
      const { result, outputs } = results.get(id) ?? {};
      return [id, result === undefined ? new NotKnown(`${id} has not run`) : { result, outputs }];
    }),
  );
  const contexts = {
    inputs: new Names(inputs, { onMissing: unknown('input') }),
    needs: new Names(needs, { onMissing: unknown(`step among the needs of ${step.id} that is called`) }),
    matrix: combination,
    env: new Names(setting.env, { isCaseSensitive: true }),
  };
  const above = ancestors(step, pipeline);
  const resultOf = (id: string) => results.get(id)?.result;
  return {
    contexts,
    hashFiles: (patterns) => hashFiles(folder, patterns),
    status: {
      success: () => !setting.isCancelled() && step.needs.every((id) => resultOf(id) === 'success'),
      failure: () => above.some((id) => resultOf(id) === 'failure'),
      cancelled: () => setting.isCancelled() || above.some((id) => resultOf(id) === 'cancelled'),
    },
  };
}

function ancestors(step: StepSource, { steps }: PipelineSource): readonly string[] {
  const found = new Set<string>();
  const visit = (ids: readonly string[]): void => {
    for (const id of ids) {
      if (found.has(id)) continue;
      found.add(id);
      visit(steps.find((one) => one.id === id)?.needs ?? []);
    }
  };
  visit(step.needs);
  return [...found];
}
