import { accessSync, constants } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '@cdev/git';
import { startGit, type GitOutput } from './git-stream.ts';

/** The lines that tell a commit in the stream, and its message between them: `git log --format=`. */
const commitFormat = '%x00commit %H %cI %P%n%B%n%x00end';
const patch = [
  '-p',
  // A value often stands below its name, and only one of the two changes.
  '-U3',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-prefix',
  '--submodule=short',
  '--full-index',
  '--full-history',
  `--format=${commitFormat}`,
];
const settings = [
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.suppressBlankEmpty=false',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.showRoot=true',
  '-c',
  `core.attributesFile=${devNull}`,
  // As an option it holds until the first merge, for which git reads what is set anew.
  '-c',
  'i18n.logOutputEncoding=UTF-8',
  '-c',
  `diff.orderFile=${devNull}`,
];

/** What one git reads. */
export interface Slice {
  /** As `git log --stdin` takes it. */
  readonly input: string | Buffer;
  /** How `git log` is to show merges: against what git itself would have merged, or against each parent. */
  readonly merges: string;
  /** How it is to take what it is given. */
  readonly walk: readonly string[];
}

/** One that a git reads already. */
export interface BegunSlice extends Slice {
  /** It writes what the commits brought in, as `PatchReader` reads it. */
  readonly git: GitOutput;
}

export function beginSlice({ gitDir }: Repository, slice: Slice, signal: AbortSignal | undefined): BegunSlice {
  const { input, merges, walk } = slice;
  const args = [...settings, 'log', ...patch, merges, ...walk, '--stdin'];
  return { ...slice, git: startGit(args, { gitDir, input, signal }) };
}

/**
 * The commits of a range in one walk.
 * @param range as `git rev-list --stdin` takes it
 * @param isKnown whether it ends at commits that were there once: those that are not any more end nothing
 */
export function rangeSlice(repository: Repository, range: string, isKnown = false): Slice {
  return { input: range, merges: mergesIn(repository), walk: isKnown ? ['--ignore-missing'] : [] };
}

/**
 * How merges are shown: against what git itself would have merged, which it has to write beside its objects; where it cannot, as on a read-only disk, against each parent, which takes longer
 * and shows again what one side has.
 */
export function mergesIn({ commonDir }: Repository): string {
  try {
    accessSync(join(commonDir, 'objects'), constants.W_OK);
    return '--remerge-diff';
  } catch {
    return againstEach;
  }
}

/** Takes commits one by one, in the order in which they are given. */
export const listed: readonly string[] = ['--no-walk=unsorted'];

export const againstEach = '--diff-merges=separate';
