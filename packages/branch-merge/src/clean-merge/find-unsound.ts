import { isDeepStrictEqual } from 'node:util';
import {
  changedPaths,
  mergeBases,
  readBlobs,
  type ChangedPath,
  type ConflictSide,
  type GitPlace,
  type MergeConflict,
} from '@cdev/git';
import { mergeContents, ruleFor } from '@cdev/structured-merge';
import { textOf } from '../conflict/file-text.ts';
import type { ResolveOptions } from '../conflict/resolve-options.ts';
import { problemOf } from '../conflict/sound-content.ts';
import { repeatedKey } from './repeated-key.ts';

export interface CleanMerge {
  readonly ours: string;
  readonly theirs: string;
  readonly base: string | undefined;
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
 * parses, or a JSON file that its structure says otherwise about, such as one key twice.
 */
export async function findUnsound(place: GitPlace, merge: CleanMerge, options: ResolveOptions): Promise<UnsoundPath[]> {
  if (merge.paths.length === 0) return [];
  const joined = await joinedFiles(place, merge);
  const bases = await basesOf(place, merge);
  const candidates = joined.map((one) => ({ ...one, base: bases.get(one.path) }));
  const oids = candidates.flatMap(({ merged, base, ours, theirs }) => [merged, base?.oid, ours?.oid, theirs?.oid]);
  const blobs = await readBlobs(
    place,
    oids.filter((oid) => oid !== undefined),
  );
  const unsound: UnsoundPath[] = [];
  for (const { path, merged, base, ours, theirs } of candidates) {
    const text = (side: ConflictSide | undefined): string | undefined => textOf(blobs.get(side?.oid ?? ''), maxBytes);
    const texts = {
      path,
      merged: textOf(blobs.get(merged), maxBytes),
      base: text(base),
      ours: text(ours),
      theirs: text(theirs),
    };
    const problem = await findProblem(texts, options);
    if (problem !== undefined) unsound.push({ path, kind: 'content', base, ours, theirs, problem });
  }
  return unsound;
}

type JoinedPath = Pick<MergeConflict, 'path' | 'ours' | 'theirs'> & { readonly merged: string };

async function joinedFiles(place: GitPlace, { ours, theirs, tree, paths }: CleanMerge): Promise<JoinedPath[]> {
  const wanted = new Set(paths);
  const [left, right] = await Promise.all([changedPaths(place, ours, tree), changedPaths(place, theirs, tree)]);
  const fromTheirs = new Map(right.map((change) => [change.path, change]));
  return left.flatMap((change) => {
    const { path, mode, oid } = change;
    const other = fromTheirs.get(path);
    if (!wanted.has(path) || !other || oid === undefined || !mode.startsWith('100')) return [];
    return [{ path, merged: oid, ours: before(change), theirs: before(other) }];
  });
}

function before({ oldMode: mode, oldOid: oid }: ChangedPath): ConflictSide | undefined {
  return oid === undefined ? undefined : { mode, oid };
}

/** Versions of the base where ours differs from it; a merge of several bases has no version of its own. */
async function basesOf(place: GitPlace, { ours, theirs, base }: CleanMerge): Promise<Map<string, ConflictSide>> {
  const bases = base === undefined ? await mergeBases(place, ours, theirs) : [base];
  const [only] = bases;
  if (only === undefined || bases.length > 1) return new Map();
  const changes = await changedPaths(place, only, ours);
  return new Map(
    changes.flatMap((change) => {
      const side = before(change);
      return side ? [[change.path, side] as const] : [];
    }),
  );
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
