import { isCdevError } from '@cdev/core/errors';
import { dependantsOf } from '@cdev/deployment-plan';
import type { AgentEnd } from './agent-end.ts';
import { keepWork } from './attempt/keep-work.ts';
import type { AttemptResult } from './attempt/run-attempt.ts';
import { commitFor } from './commit-for.ts';
import { isFatal } from './is-fatal.ts';
import { stateOf, type SpawnRun } from './open-run.ts';

export interface EndedAttempt extends AttemptResult {
  readonly agent: string;
  readonly attempt: number;
  readonly worktree: string;
  /** Of what came before it. */
  readonly notes: readonly string[];
}

/** Keeps what an attempt has left, and commits it when it ended well and others build on it. */
export async function settleAttempt(run: SpawnRun, ended: EndedAttempt): Promise<AgentEnd> {
  const { agent, attempt, worktree, verdict, notes } = ended;
  const kept = await keepWork({
    journal: run.journal,
    agent,
    worktree,
    why: `attempt ${attempt} ${verdict}`,
    known: (await stateOf(run, agent)).snapshots,
  });
  if (verdict === 'done') return finish(run, ended);
  return { ...ended, notes: [...notes, ...keptNote(kept?.ref)], steps: stepsFor(ended) };
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
    if (!isCdevError(error) || isFatal(error)) throw error;
    return { ...end, notes: [...end.notes, `not committed: ${error.message}`], steps: error.steps };
  }
}

function keptNote(ref: string | undefined): string[] {
  return ref === undefined ? [] : [`kept as ${ref}`];
}

function stepsFor({ verdict, log, denied, isBraked }: AttemptResult): string[] {
  if (isBraked) return ['Give it more with --max-tokens or --max-cost, or a smaller task', `See what it did: ${log}`];
  if (verdict === 'timed-out') return ['Give it more time with --time-limit', `See what it did: ${log}`];
  if (verdict === 'cancelled') return [];
  const more = denied.length > 0 ? ['If it needs that, allow it more: --permissions all'] : [];
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
