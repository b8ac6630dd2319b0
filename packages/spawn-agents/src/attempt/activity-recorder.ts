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
}

/**
 * Puts into the journal what an agent is doing, at most once per interval: assistants tell many things a second, and the log has them
 * all. No token, cost or file is lost by it; of messages and tools the newest stands for those between.
 */
export interface ActivityRecorder {
  readonly record: (activity: AgentActivity) => void;
  /** Resolves when all is written. */
  readonly close: () => Promise<void>;
}

const mostFiles = 20;

export function createActivityRecorder(options: ActivityRecorderOptions): ActivityRecorder {
  const { journal, agent, attempt, worktree, interval } = options;
  let newest: Activity | undefined;
  let files = new Set<string>();
  let tokens = 0;
  let cost = 0;
  let retries = 0;
  let lastEntry = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<unknown> = Promise.resolve();

  function entries(): Activity[] {
    const list: Activity[] = [];
    if (files.size > 0) list.push({ kind: 'file', text: listFiles([...files]) });
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
      const appended = journal.append({ type: 'agent-activity', agent, attempt, activity });
      written = Promise.all([written, appended]);
    }
    // Whoever closes is told; until then a journal that cannot be written must not end this process.
    written.catch(() => {});
  }

  function schedule(): void {
    const wait = lastEntry + interval - performance.now();
    if (wait <= 0) write();
    else timer ??= setTimeout(write, wait);
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
