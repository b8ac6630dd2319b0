import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { git, openRepository, withLock } from '@cdev/git';

export interface WidenConeOptions {
  /** The worktree's top. */
  readonly path: string;
  /** Paths and patterns, as in a plan, that have to be within it. */
  readonly paths: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds for a git that is at work in the worktree. */
const patience = 10_000;

/**
 * Widens a worktree that is filled only in part to hold these paths too, in the same turn as whoever fills it. A file that is there already, an agent's own
 * among them, stays as it is. @returns the folders that came in; none where they were in, or the worktree has everything
 * @throws CDEV_E_SUBPROCESS_FAILED when another git holds its index for longer than ten seconds
 */
export async function widenCone({ path, paths, signal }: WidenConeOptions): Promise<readonly string[]> {
  const { gitDir } = await openRepository(path, { signal });
  const configuration = await readFile(join(gitDir, 'config.worktree'), 'utf8').catch(() => '');
  if (!/^\s*sparseCheckout\s*=\s*true\s*$/im.test(configuration)) return [];
  const lock = join(gitDir, 'cdev-fill.lock');
  return withLock(lock, { what: `filling ${path}`, waitLimit: 600_000, signal }, async () => {
    const { stdout } = await git(path, ['-c', 'core.quotePath=false', 'sparse-checkout', 'list'], {
      isQuestion: true,
      signal,
    });
    const inside = stdout.split('\n').filter((line) => line !== '');
    const wanted = [...new Set(paths.map(coneFolder))];
    if (wanted.includes(undefined)) {
      await patiently(path, ['sparse-checkout', 'disable'], signal);
      return ['.'];
    }
    const missing = wanted.filter(
      (folder): folder is string => folder !== undefined && folder !== '' && !isWithin(folder, inside),
    );
    if (missing.length > 0) await patiently(path, ['sparse-checkout', 'add', '--skip-checks', ...missing], signal);
    return missing.toSorted();
  });
}

/**
 * The folder that a worktree needs for a path or pattern: as far as it has no wildcard; '' for a file at the top, where all files are always there; undefined where
 * only everything will do.
 */
export function coneFolder(pattern: string): string | undefined {
  const parts = pattern.split('/').slice(0, -1);
  const wild = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
  const folder = parts.slice(0, wild === -1 ? undefined : wild).join('/');
  const isAtTop = !pattern.includes('/') && !pattern.includes('**');
  return folder === '' && !isAtTop ? undefined : folder;
}

function isWithin(folder: string, others: readonly string[]): boolean {
  return others.some((other) => folder === other || folder.startsWith(`${other}/`));
}

/** An agent's own git holds the index for moments. */
async function patiently(path: string, words: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  for (const deadline = performance.now() + patience; ; await pause(100)) {
    try {
      await git(path, ['-c', 'submodule.recurse=false', ...words], { hooks: false, signal });
      return;
    } catch (error) {
      if (!isCdevError(error) || !error.message.includes('index.lock') || performance.now() > deadline) throw error;
    }
  }
}
