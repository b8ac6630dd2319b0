import type { AgentVerdict, Work } from '@cdev/agent-run';
import { formatDuration } from '@cdev/core/cli';

/** How an agent's process ended. */
export interface ProcessEnd {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** It ended while nobody was there to see how. */
  readonly isUnseen?: boolean | undefined;
  readonly timedOut: boolean;
  /** Ended because we were told to. */
  readonly cancelled: boolean;
  /** Why the brake ended it: its budget is used up. */
  readonly brake?: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** What it said last. */
  readonly lastMessage?: string | undefined;
  /** The line of its stderr that says why it failed. */
  readonly lastError?: string | undefined;
  /** The reason it gave itself for not being done. */
  readonly saidFailed?: string | undefined;
  readonly deniedPermissions: readonly string[];
}

export interface Verdict {
  readonly verdict: AgentVerdict;
  /** Present unless it is `done`. */
  readonly reason?: string;
}

export interface JudgedWork extends Pick<Work, 'owned' | 'shared' | 'foreign'> {
  /** The branch that the agent is on although it has another. */
  readonly wrongBranch?: string | undefined;
}

/**
 * The verdict is ours: assistants exit with 0 when a permission was denied and nothing was done, so an exit code of 0 counts only with
 * work to show for it.
 */
export function judge(end: ProcessEnd, work: JudgedWork): Verdict {
  const failed = (reason: string): Verdict => ({ verdict: 'failed', reason });
  if (end.brake !== undefined) return failed(`${end.brake}; it was ended, and its work is kept`);
  if (end.cancelled) return { verdict: 'cancelled', reason: 'it was ended before it was done' };
  if (end.timedOut) return { verdict: 'timed-out', reason: `it was ended after ${formatDuration(end.duration)}` };
  if (end.isUnseen === true) return failed(withCause('it ended while nobody was there, and how is not known', end));
  if (end.signal !== undefined) return failed(withCause(`it was ended by ${end.signal}`, end));
  if (end.exitCode !== 0) return failed(withCause(`exit code ${end.exitCode}`, end));
  if (end.saidFailed !== undefined) return failed(`it says that it failed: ${end.saidFailed}`);
  if (work.wrongBranch !== undefined)
    return failed(`it left its branch: its worktree is on ${work.wrongBranch || 'no branch'}`);
  if (work.owned.length + work.shared.length > 0) return { verdict: 'done' };
  if (work.foreign.length > 0)
    return failed(`it changed only files that are not its own: ${some(work.foreign.map(({ path }) => path))}`);
  return failed(withDenied('it changed nothing', end));
}

function withCause(reason: string, end: ProcessEnd): string {
  return end.lastError === undefined ? withLast(reason, end) : `${reason}; its last word on stderr: ${end.lastError}`;
}

function withLast(reason: string, { lastMessage }: ProcessEnd): string {
  return lastMessage === undefined ? reason : `${reason}; it last said: ${lastMessage}`;
}

function withDenied(reason: string, end: ProcessEnd): string {
  const { deniedPermissions } = end;
  if (deniedPermissions.length === 0) return withLast(reason, end);
  return `${reason}; it was denied: ${some(deniedPermissions)}`;
}

function some(list: readonly string[]): string {
  return list.length <= 5 ? list.join(', ') : `${list.slice(0, 5).join(', ')} and ${list.length - 5} more`;
}
