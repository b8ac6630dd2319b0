import { askFields } from './ask.ts';
import type { GitPlace } from './git.ts';
import { byPath } from './order.ts';

export interface StatusEntry {
  readonly path: string;
  readonly kind: 'tracked' | 'untracked' | 'unmerged';
  /** Letter of the change in the index against HEAD, `.` for none; `?` when untracked. */
  readonly index: string;
  /** Letter of the change in the working tree against the index, `.` for none; `?` when untracked. */
  readonly worktree: string;
  /** Where it was renamed or copied from; only with `renames`. */
  readonly originalPath?: string;
  /** True for a submodule, and for a repository of its own inside the working tree. */
  readonly isRepository: boolean;
}

export interface StatusOptions {
  /** Report a rename as one entry. Default: both its ends, as a deletion and an addition. */
  readonly renames?: boolean | undefined;
  /** Added to git's environment, to ask about another index or working tree. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What differs between HEAD, the index and the working tree, sorted by path: untracked files one by one, ignored ones not. Takes no
 * lock, so an agent's own git is never in its way.
 */
export async function status(place: GitPlace, options: StatusOptions = {}): Promise<StatusEntry[]> {
  const { renames = false, env, signal } = options;
  const form = ['--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=none'];
  const args = ['status', ...form, renames ? '--renames' : '--no-renames'];
  const fields = await askFields(place, args, { env, signal });
  const entries: StatusEntry[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    // A renamed entry is followed by the path it came from.
    const entry = field.startsWith('2 ')
      ? { ...parseEntry(field), originalPath: fields[(at += 1)] ?? '' }
      : parseEntry(field);
    entries.push(entry);
  }
  return entries.sort(byPath);
}

/** How many fields stand before the path in each kind of line (git-status, "Porcelain Format Version 2"). */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10, '?': 1 };

function parseEntry(field: string): StatusEntry {
  const [type = '', states = '', submodule = ''] = field.split(' ', 3);
  const path = field
    .split(' ')
    .slice(fieldsBefore[type] ?? 1)
    .join(' ');
  if (type === '?') {
    // git names a repository inside the working tree with a slash and does not look into it.
    const isRepository = path.endsWith('/');
    return {
      path: isRepository ? path.slice(0, -1) : path,
      kind: 'untracked',
      index: '?',
      worktree: '?',
      isRepository,
    };
  }
  return {
    path,
    kind: type === 'u' ? 'unmerged' : 'tracked',
    index: states[0] ?? '.',
    worktree: states[1] ?? '.',
    isRepository: submodule.startsWith('S'),
  };
}
