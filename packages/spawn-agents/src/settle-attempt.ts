import { isCdevError } from '@cdev/core/errors';
import { dependantsOf } from '@cdev/deployment-plan';
import type { AgentEnd } from './agent-end.ts';
import { isThere } from './attempt/is-there.ts';
import { keepWork } from './attempt/keep-work.ts';
import type { AttemptResult } from './attempt/run-attempt.ts';
import { commitFor } from './commit-for.ts';
import { errors } from './errors.ts';
import { isFatal } from './is-fatal.ts';
import { stateOf, type SpawnRun } from './open-run.ts';
import { diskFailure } from './telling-disk.ts';

export interface EndedAttempt extends AttemptResult {
  readonly agent: string;
  readonly attempt: number;
  readonly worktree: string;
  /** Of what came before it. */
  readonly notes: readonly string[];
}

/** Keeps what an attempt has left, and commits it when it ended well and others build on it. */
export async function settleAttempt(run: SpawnRun, ended: EndedAttempt): Promise<AgentEnd> {
  const { agent, worktree, verdict, notes } = ended;
  if (!(await isThere(worktree)))
    return { ...ended, steps: errors.make('CDEV_E_SPAWN_WORKTREE_GONE', { agent, worktree }).steps };
  const kept = await keep(run, ended);
  const noted = { ...ended, notes: [...notes, ...kept.notes] };
  const end = verdict === 'done' ? await finish(run, noted) : { ...noted, steps: stepsFor(ended) };
  return { ...end, steps: [...kept.steps, ...end.steps] };
}

/** A full disk does not change how an attempt ended; that its work is in one place only must be known. */
async function keep(
  run: SpawnRun,
  { agent, attempt, worktree, verdict }: EndedAttempt,
): Promise<Pick<AgentEnd, 'notes' | 'steps'>> {
  const { snapshots: known } = await stateOf(run, agent);
  try {
    const why = `attempt ${attempt} ${verdict}`;
    const kept = await keepWork({ journal: run.journal, agent, worktree, why, known });
    return { notes: verdict === 'done' ? [] : keptNote(kept?.ref), steps: [] };
  } catch (error) {
    const failure = diskFailure(error);
    if (!isCdevError(failure)) throw error;
    return { notes: [`not kept in a snapshot, it is in its worktree only: ${failure.message}`], steps: failure.steps };
  }
}

/** Commits work that others build on. Work that cannot be committed is done all the same; who builds on it is told. */
async function finish(run: SpawnRun, result: EndedAttempt): Promise<AgentEnd> {
  const { agent, worktree } = result;
  const missing = (result.work?.missing ?? []).map((path) => `promised and not there: ${path}`);
  const end = { ...result, notes: [...result.notes, ...missing, ...deniedNotes(result)], steps: stepsFor(result) };
  if (dependantsOf(run.plan, agent).length === 0) return end;
  try {
    return { ...end, commit: await commitFor(run, agent, worktree) };
  } catch (error) {
    const failure = diskFailure(error) ?? error;
    if (!isCdevError(failure) || isFatal(failure)) throw failure;
    return { ...end, notes: [...end.notes, `not committed: ${failure.message}`], steps: failure.steps };
  }
}

function keptNote(ref: string | undefined): string[] {
  return ref === undefined ? [] : [`kept as ${ref}`];
}

function stepsFor({ agent, verdict, log, denied, isBraked }: EndedAttempt): string[] {
  if (isBraked)
    return ['Give it more with --max-tokens, --max-cost or --max-turns, or a smaller task', `See what it did: ${log}`];
  if (verdict === 'timed-out') return ['Give it more time with --time-limit', `See what it did: ${log}`];
  if (verdict === 'cancelled') return [];
  // More permissions do not change whose a path is.
  const isOwnership = (text: string): boolean => /\bis owned by |\bis shared between others/.test(text);
  const more = [
    ...(denied.some(isOwnership)
      ? [`If it needs that path, give it: cdev-agent-commit claim <path> --agent ${agent}`]
      : []),
    ...(denied.every(isOwnership) ? [] : ['If it needs that, allow it more: --permissions all']),
  ];
  return verdict === 'done' ? more : [...more, `See what it did: ${log}`];
}

const mostDenied = 3;

/** Work that ended well may lack what was denied; the assistant's exit code does not say so. */
function deniedNotes({ denied }: AttemptResult): string[] {
  const more = denied.length - mostDenied;
  return [
    ...denied.slice(0, mostDenied).map((text) => `it was not allowed to: ${text}`),
    ...(more > 0 ? [`and ${more} more that it was not allowed to`] : []),
  ];
}
