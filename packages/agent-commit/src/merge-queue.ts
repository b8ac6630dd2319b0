import { execPath } from 'node:process';
import { findScript, type Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { errors } from './errors.ts';

/** What the queue (integrate-parallel-work) made of committed work. */
export interface QueuedMerge {
  /** The branch that the queue moves. */
  readonly target: string;
  /** In the target now, or before. */
  readonly merged: readonly string[];
  /** Not taken, and why; their commits stay on their branches. */
  readonly refused: readonly { readonly agent: string; readonly reason: string }[];
  /** The queue's report; undefined when it would have taken none, and so was not asked to. */
  readonly report?: string | undefined;
}

export interface QueueRequest {
  readonly plan: string;
  readonly agents: readonly string[];
}

/** The queue's program. @throws CDEV_E_AGENT_COMMIT_QUEUE_MISSING */
export function findQueue({ cwd, env }: Pick<Context, 'cwd' | 'env'>): string {
  const bin = findScript('integrate-parallel-work', { from: import.meta.url, cwd, env });
  if (bin === undefined) throw errors.make('CDEV_E_AGENT_COMMIT_QUEUE_MISSING');
  return bin;
}

interface Forecast {
  readonly target: string;
  readonly agents: readonly { readonly agent: string; readonly kind: string; readonly reason?: string }[];
  readonly absent: readonly { readonly agent: string; readonly kind: string; readonly reason: string }[];
}

interface Report {
  readonly target: string;
  readonly merged: readonly { readonly agent: string }[];
  readonly notMerged: readonly { readonly agent: string; readonly kind: string; readonly reason: string }[];
  readonly inTarget: readonly string[];
}

/**
 * Hands committed work to the queue, and to nothing else: each tree is merged, tested and held against the plan there before the target moves. It is asked
 * first what it would take; what it would not take is not tried.
 * @throws CDEV_E_AGENT_COMMIT_QUEUE_FAILED
 */
export async function handToQueue(bin: string, request: QueueRequest, context: Context): Promise<QueuedMerge> {
  const asked = new Set(request.agents);
  const { forecast } = await ask<{ forecast: Forecast }>(bin, [...wordsFor(request), '--dry-run'], context);
  const isTaken = (kind: string): boolean => kind === 'merges' || kind === 'resolves' || kind === 'in-target';
  const told = [...forecast.agents, ...forecast.absent].filter(({ agent }) => asked.has(agent));
  const taken = told.filter(({ kind }) => isTaken(kind)).map(({ agent }) => agent);
  const refused = told
    .filter(({ kind }) => !isTaken(kind))
    .map(({ agent, reason }) => ({ agent, reason: reason ?? 'the queue would not take it' }));
  if (taken.length === 0) return { target: forecast.target, merged: [], refused };
  const words = [...wordsFor({ ...request, agents: taken }), '--yes'];
  const { report, file } = await ask<{ report: Report; file: string }>(bin, words, context);
  const ejected = report.notMerged.filter(({ agent, kind }) => taken.includes(agent) && kind !== 'skipped');
  return {
    target: report.target,
    merged: [...report.merged.map(({ agent }) => agent), ...report.inTarget.filter((agent) => taken.includes(agent))],
    refused: [...refused, ...ejected.map(({ agent, reason }) => ({ agent, reason }))],
    report: file,
  };
}

function wordsFor({ plan, agents }: QueueRequest): readonly string[] {
  return [plan, ...agents.flatMap((agent) => ['--only', agent])];
}

/** Its result; findings are one. What it tells on stderr is shown as it comes. */
async function ask<Result>(
  bin: string,
  words: readonly string[],
  { cwd, env, home, signal, progress }: Context,
): Promise<Result> {
  const task = progress.begin('merge queue');
  const result = await run(execPath, [bin, ...words, '--json', '--cwd', cwd], {
    cwd,
    env: { ...env, CDEV_HOME: home },
    signal,
    allowFailure: true,
    onLine: (line, stream) => void (stream === 'stderr' && task.update(line)),
  });
  const { data, error } = parse(result.stdout);
  if (data !== undefined) {
    task.done();
    return data as Result;
  }
  task.failed();
  const reason = error?.message ?? (result.stderr.trim().split('\n').at(-1) || `exit code ${result.exitCode}`);
  throw errors.make('CDEV_E_AGENT_COMMIT_QUEUE_FAILED', { reason, step: error?.steps[0] ?? '' });
}

interface Answer {
  readonly data?: unknown;
  readonly error?: { readonly message: string; readonly steps: readonly string[] };
}

function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
