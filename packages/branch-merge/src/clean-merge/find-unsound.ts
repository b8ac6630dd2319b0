import { isDeepStrictEqual } from 'node:util';
import {
  changedPaths,
  readVersions,
  type ChangedPath,
  type ConflictSide,
  type FileVersion,
  type GitPlace,
  type MergeConflict,
} from '@cdev/git';
import { mergeContents, ruleFor } from '@cdev/structured-merge';
import { textOf } from '../conflict/file-text.ts';
import type { ResolveOptions } from '../conflict/resolve-options.ts';
import { problemOf } from '../conflict/sound-content.ts';
import type { OneBase } from '../one-base.ts';
import { repeatedKey } from './repeated-key.ts';

export interface CleanMerge {
  readonly ours: string;
  readonly theirs: string;
  readonly base: OneBase;
  /** What git made of them. */
  readonly tree: string;
  /** The files whose lines git put together from both sides. */
  readonly paths: readonly string[];
}

/** A file of which git merged the lines and which is unsound all the same, as a conflict of its versions. */
export interface UnsoundPath extends MergeConflict {
  readonly problem: string;
}

/** Beyond this a file is no longer cheap to parse; it is left to the project's checks. */
const maxBytes = 2_000_000;

/**
 * Files that git merged by lines, from changes of both sides, into something that cannot be right: a new marker, a text that no longer
 * parses, or a JSON file that its structure says otherwise about, such as one key twice. All versions of all files are read by one process.
 */
export async function findUnsound(place: GitPlace, merge: CleanMerge, options: ResolveOptions): Promise<UnsoundPath[]> {
  const { ours, theirs, tree, paths } = merge;
  if (paths.length === 0) return [];
  const base = await merge.base();
  const sides = [ours, theirs, ...(base === undefined ? [] : [base])];
  const [merged, ...before] = await readVersions(place, [tree, ...sides], paths);
  const problems = new Map<string, string>();
  for (const path of paths) {
    const [whole, ...texts] = [merged, ...before].map((versions) => versions?.get(path));
    // What one side has as it is was put together by nobody.
    if (whole === undefined || texts.slice(0, 2).some((side) => side?.oid === whole.oid)) continue;
    const [left, right, from] = texts.map(textIn);
    const three = { path, merged: textIn(whole), base: from, ours: left, theirs: right };
    const problem = await findProblem(three, options);
    if (problem !== undefined) problems.set(path, problem);
  }
  if (problems.size === 0) return [];
  // Modes cost a process each, and are wanted of what is unsound alone.
  const changes = await Promise.all(sides.map((side) => changedPaths(place, side, tree)));
  return [...problems].map(([path, problem]) => {
    const [left, right, from] = changes.map((all) => sideOf(all.find((change) => change.path === path)));
    return { path, kind: 'content', base: from, ours: left, theirs: right, problem };
  });
}

function textIn(version: FileVersion | undefined): string | undefined {
  return textOf(version?.content, maxBytes);
}

function sideOf(change: ChangedPath | undefined): ConflictSide | undefined {
  return change?.oldOid === undefined ? undefined : { mode: change.oldMode, oid: change.oldOid };
}

type MergedTexts = { readonly path: string } & Readonly<
  Record<'merged' | 'base' | 'ours' | 'theirs', string | undefined>
>;

async function findProblem(texts: MergedTexts, { rules, strategy }: ResolveOptions): Promise<string | undefined> {
  const { path, merged, base, ours, theirs } = texts;
  if (merged === undefined) return undefined;
  const problem = problemOf(path, merged, [ours, theirs]);
  if (problem !== undefined) return problem;
  const rule = rules?.(path) ?? ruleFor(path);
  if (rule !== 'json' || ours === undefined || theirs === undefined) return undefined;
  const key = [ours, theirs].some((side) => repeatedKey(side) !== undefined) ? undefined : repeatedKey(merged);
  if (key !== undefined) return `it would have the key "${key}" twice`;
  if (base === undefined || (strategy ?? 'structured') !== 'structured') return undefined;
  const structured = await mergeContents({ path, base, ours, theirs, rule });
  const isSame = structured.kind === 'merged' && isSameJson(structured.content, merged);
  return isSame ? undefined : 'its lines went together, but its keys do not';
}

function isSameJson(one: string, other: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    // With comments in it. Both parse, as was seen before.
    return true;
  }
}
