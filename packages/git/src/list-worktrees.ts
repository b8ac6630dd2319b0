import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
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
  const fields = await askWhole(place);
  const records: Map<string, string>[] = [];
  for (const field of fields) {
    const blank = field.indexOf(' ');
    const key = blank === -1 ? field : field.slice(0, blank);
    if (key === 'worktree') records.push(new Map());
    if (key !== '') records.at(-1)?.set(key, blank === -1 ? '' : field.slice(blank + 1));
  }
  return records.map((record, place) => describe(record, place === 0));
}

/** How often, and after how many milliseconds, a list is asked for again that met a worktree in the making. */
const tries = 20;
const interval = 25;

/** `git worktree add` makes its files one after the other, and git fails on one that is there and still empty. */
async function askWhole(place: GitPlace): Promise<string[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await askFields(place, ['worktree', 'list', '--porcelain', '-z']);
    } catch (error) {
      if (tried === tries || !isHalfMade(error)) throw error;
      await pause(interval);
    }
  }
}

function isHalfMade(error: unknown): boolean {
  return (
    isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED') &&
    /failed to read \S*worktrees\/.*\/(?:commondir|gitdir|HEAD)/.test(String(error.details?.['output']))
  );
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
