import { asText } from '../expression/as-text.ts';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { standIns } from '../actions/stand-ins.ts';
import { evaluateValue, interpolate, type Scope } from '../expression/evaluate.ts';
import { classifyStep, refusedDeeds } from '../plan/classify-step.ts';
import { packageScriptsOf } from '../plan/find-package-script.ts';
import type { StepSource } from '../source/workflow-source.ts';
import { executeProgram } from './execute-program.ts';
import { environmentOf, type Frame } from './job-state.ts';
import { runLocalAction } from './run-local-action.ts';
import type { StepEnd } from './run-step.ts';
import { findProgram, shellFor, ShellProblem } from './shell.ts';
import { scopeOf } from './step-scope.ts';

/** @throws NotKnownError, ExpressionProblem, and CDEV_E_SUBPROCESS_CANCELLED when the run is interrupted */
export async function doStep(step: StepSource, frame: Frame, own: Map<string, string>): Promise<StepEnd> {
  const scope = scopeOf(frame, own);
  const { plan } = frame.job.share;
  const shell = step.shell === undefined ? frame.shell : interpolate(step.shell, scope);
  const folder = workingFolder(step, frame, scope);
  const run = step.run === undefined ? {} : { run: interpolate(step.run, scope) };
  const kind = classifyStep(
    { ...run, ...(step.uses !== undefined && { uses: step.uses }) },
    {
      machine: plan.machine,
      refused: refusedDeeds(plan.options),
      shell,
      findScript: packageScriptsOf([folder, frame.job.workspace]),
    },
  );
  switch (kind.by) {
    case 'nothing':
      return { outcome: kind.isRefused ? 'refused' : 'not-run', reason: kind.reason };
    case 'script':
      return runScript(step, frame, { script: run.run ?? '', shell, folder, own, scope });
    case 'stand-in':
      return runStandIn(kind.action, { step, frame, own, scope });
    default:
      return runLocalAction(kind, { step, frame, own, scope });
  }
}

function workingFolder(step: StepSource, frame: Frame, scope: Scope): string {
  const given =
    step.workingDirectory === undefined ? frame.workingDirectory : interpolate(step.workingDirectory, scope);
  return resolve(frame.job.workspace, given ?? '');
}

interface Script {
  readonly script: string;
  readonly shell: string | undefined;
  readonly folder: string;
  readonly own: ReadonlyMap<string, string>;
  readonly scope: Scope;
}

let count = 0;

async function runScript(
  step: StepSource,
  frame: Frame,
  { script, shell: name, folder, own, scope }: Script,
): Promise<StepEnd> {
  const { job } = frame;
  const path = [...job.paths, environmentOf(frame, own).get('PATH') ?? job.share.env['PATH'] ?? ''].join(':');
  try {
    const shell = shellFor(name, path);
    const program = findProgram(shell.program, path);
    if (program === undefined)
      return { outcome: 'not-run', reason: `its shell, ${shell.program}, is not installed here` };
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) return { outcome: 'failure', reason: `its working directory ${folder} is not there` };
    count += 1;
    const file = join(job.temp, 'temp', `step-${count}${shell.extension}`);
    await mkdir(join(job.temp, 'temp'), { recursive: true });
    await writeFile(file, `${shell.wrap(script.replaceAll('\r\n', '\n')).replace(/\n$/, '')}\n`);
    const timeLimit = minutes(step.timeoutMinutes, scope);
    const args = shell.args(file);
    return await executeProgram(frame, {
      program,
      args,
      cwd: folder,
      own,
      extra: {},
      action: step.id ?? '__run',
      timeLimit,
    });
  } catch (error) {
    if (error instanceof ShellProblem) return { outcome: 'failure', reason: error.message };
    throw error;
  }
}

/** `timeout-minutes` in milliseconds. */
export function minutes(value: unknown, scope: Scope): number | undefined {
  const number = Number(value === undefined ? Number.NaN : evaluateValue(value, scope));
  return Number.isFinite(number) && number > 0 ? number * 60_000 : undefined;
}

interface Use {
  readonly step: StepSource;
  readonly frame: Frame;
  readonly own: ReadonlyMap<string, string>;
  readonly scope: Scope;
}

async function runStandIn(action: string, { step, frame, own, scope }: Use): Promise<StepEnd> {
  const { job } = frame;
  const { share } = job;
  const standIn = standIns.get(action);
  const evaluated = (typeof step.with === 'string' ? evaluateValue(step.with, scope) : step.with) as Record<
    string,
    unknown
  >;
  const inputs = Object.entries(evaluated).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === 'string' ? interpolate(value, scope) : asText(value),
  ]);
  const env = Object.fromEntries(environmentOf(frame, own));
  const tail: string[] = [];
  const end = await standIn?.run({
    inputs: Object.fromEntries(inputs) as Record<string, string>,
    workspace: job.workspace,
    home: share.scratch.home,
    env: { ...share.env, ...env, PATH: [...job.paths, env['PATH'] ?? share.env['PATH'] ?? ''].join(':') },
    artifacts: share.scratch.artifacts,
    caches: share.scratch.caches,
    facts: share.plan.facts,
    options: share.plan.options,
    root: share.plan.workflow.root,
    signal: job.signal,
    say: (text) => {
      tail.push(share.mask.line(text));
      share.emit({ type: 'line', job: job.name, text: share.mask.line(text), stream: 'stdout' });
    },
  });
  if (!end) return { outcome: 'not-run', reason: `there is nothing that stands in for ${action}` };
  if (end.status === 'failed') return { outcome: 'failure', reason: end.reason, tail };
  if (end.status === 'not-run') {
    if (end.stopsJob === true) job.stopped = end.reason;
    return { outcome: 'not-run', reason: end.reason, tail };
  }
  const { post } = end;
  if (post)
    job.posts.push({
      name: step.uses ?? action,
      run: async () => {
        // A cache is saved only by a job that went well.
        if (job.status === 'success') await post();
        return undefined;
      },
    });
  return { outcome: 'success', outputs: end.outputs ?? {}, notes: end.notes ?? [], tail };
}
