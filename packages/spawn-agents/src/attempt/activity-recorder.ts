import { isAbsolute, relative, sep } from 'node:path';
import type { Activity, Journal } from '@cdev/agent-run';
import { retryText, type AgentActivity } from '../drivers/index.ts';

export interface ActivityRecorderOptions {
  readonly journal: Pick<Journal, 'append'>;
  readonly agent: string;
  readonly attempt: number;
  readonly worktree: string;
  /** Milliseconds between two entries. */
  readonly interval: number;
  /** Each entry says how much of the agent's output it stands for, with all before it: whoever listens on begins there. */
  readonly isTracked?: boolean | undefined;
}

/**
 * Puts into the journal what an agent is doing, at most once per interval: assistants tell many things a second, and the log has them
 * all. No token, cost or file is lost by it; of messages and tools the newest stands for those between.
 */
export interface ActivityRecorder {
  readonly record: (activity: AgentActivity) => void;
  /** Of one that is tracked: all that was recorded is from before that byte of its output. Called in the same turn as `record`. */
  readonly reached: (bytes: number) => void;
  /** Resolves when all is written. */
  readonly close: () => Promise<void>;
}

const mostFiles = 20;

export function createActivityRecorder(options: ActivityRecorderOptions): ActivityRecorder {
  const { journal, agent, attempt, worktree, interval, isTracked = false } = options;
  let newest: Activity | undefined;
  let files = new Set<string>();
  let tokens = 0;
  let cost = 0;
  let retries = 0;
  let reached: number | undefined;
  let lastEntry = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<unknown> = Promise.resolve();

  function entries(): Activity[] {
    const list: Activity[] = [];
    const written = listFiles([...files]);
    // One entry, or a kill between two of them would have the first told twice.
    if (isTracked && newest && files.size > 0) newest = { ...newest, text: `${newest.text} (writes ${written})` };
    else if (files.size > 0) list.push({ kind: 'file', text: written });
    if (newest) list.push(newest);
    const isUsed = tokens > 0 || cost > 0;
    if (!isUsed && retries === 0) return list;
    const counted = { ...(isUsed && { tokens }), ...(cost > 0 && { cost }), ...(retries > 0 && { retries }) };
    const last = list.pop() ?? { kind: 'usage' as const, text: `${tokens} tokens` };
    return [...list, { ...last, ...counted }];
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    const list = entries();
    if (list.length === 0) return;
    [newest, files, tokens, cost, retries] = [undefined, new Set(), 0, 0, 0];
    lastEntry = performance.now();
    for (const activity of list) {
      const appended = journal.append({
        type: 'agent-activity',
        agent,
        attempt,
        activity,
        ...(reached !== undefined && { read: reached }),
      });
      written = Promise.all([written, appended]);
    }
    // Whoever closes is told; until then a journal that cannot be written must not end this process.
    written.catch(() => {});
  }

  function schedule(): void {
    const wait = lastEntry + interval - performance.now();
    // What one line tells must not come apart.
    if (wait <= 0 && !isTracked) write();
    else timer ??= setTimeout(write, Math.max(0, wait));
  }

  return {
    record: (activity) => {
      if (activity.kind === 'session' || activity.kind === 'result') return;
      if (activity.kind === 'usage') {
        tokens += activity.tokens;
        cost += activity.cost ?? 0;
      } else if (activity.kind === 'file') files.add(inWorktree(worktree, activity.text));
      else if (activity.kind === 'permission-denied')
        newest = { kind: 'permission', text: `permission denied: ${activity.text}` };
      else if (activity.kind === 'retry') {
        retries += 1;
        newest = { kind: 'retry', text: retryText(activity) };
      } else newest = { kind: activity.kind, text: activity.text };
      schedule();
    },
    reached: (bytes) => {
      reached = bytes;
    },
    close: async () => {
      write();
      await written;
    },
  };
}

/** The path as the repository knows it; one outside the worktree stays as it is. */
export function inWorktree(worktree: string, path: string): string {
  const inside = isAbsolute(path) ? relative(worktree, path) : path;
  return inside === '..' || inside.startsWith(`..${sep}`) ? path : inside.split(sep).join('/');
}

function listFiles(files: readonly string[]): string {
  const more = files.length - mostFiles;
  return [...files.slice(0, mostFiles), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
