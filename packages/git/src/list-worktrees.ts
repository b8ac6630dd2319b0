import { askFields } from './ask.ts';
import type { GitPlace } from './git.ts';

export interface Worktree {
  /** Absolute path of the folder (the git directory itself when it is bare). */
  readonly path: string;
  /** Undefined when bare, or before the first commit. */
  readonly commit: string | undefined;
  /** Short name; undefined when detached. */
  readonly branch: string | undefined;
  readonly isMain: boolean;
  readonly isBare: boolean;
  /** Why it is locked ('' when no reason was given); undefined when it is not. */
  readonly locked: string | undefined;
  /** Why its metadata is stale (its folder is gone); undefined when it is not. */
  readonly prunable: string | undefined;
}

/** All working trees of the repository, the main one first. */
export async function listWorktrees(place: GitPlace): Promise<Worktree[]> {
  const fields = await askFields(place, ['worktree', 'list', '--porcelain', '-z']);
  const records: Map<string, string>[] = [];
  for (const field of fields) {
    const blank = field.indexOf(' ');
    const key = blank === -1 ? field : field.slice(0, blank);
    if (key === 'worktree') records.push(new Map());
    if (key !== '') records.at(-1)?.set(key, blank === -1 ? '' : field.slice(blank + 1));
  }
  return records.map((record, place) => describe(record, place === 0));
}

function describe(record: ReadonlyMap<string, string>, isMain: boolean): Worktree {
  const commit = record.get('HEAD');
  return {
    path: record.get('worktree') ?? '',
    commit: commit === undefined || /^0+$/.test(commit) ? undefined : commit,
    branch: record.get('branch')?.replace(/^refs\/heads\//, ''),
    isMain,
    isBare: record.has('bare'),
    locked: record.get('locked'),
    prunable: record.get('prunable'),
  };
}
