import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ask, splitFields } from '../ask.ts';
import { knownRepository } from '../discover-repository.ts';
import { errors } from '../errors.ts';
import { git, type GitPlace } from '../git.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import type { MergeResult } from './merge-result.ts';
import { parseMerge } from './parse-merge.ts';

export interface MergePair {
  readonly ours: string;
  readonly theirs: string;
}

export interface MergeForecast extends Omit<MergeResult, 'tree'>, MergePair {}

export interface ForecastOptions {
  /** Processes at once. Default: as many as the machine has processors, at most 4. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How each pair of commits would merge, in the order of `pairs`. What the merges make goes to a folder that is removed afterwards, so
 * asking again and again does not fill the repository.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function forecastMerges(
  place: GitPlace,
  pairs: readonly MergePair[],
  options: ForecastOptions = {},
): Promise<MergeForecast[]> {
  const { workers = Math.min(4, availableParallelism()), signal } = options;
  if (pairs.length === 0) return [];
  const commits = await resolveAll(place, pairs);
  const lines = pairs.map(({ ours, theirs }) => `${commits.get(ours)} ${commits.get(theirs)}\n`);
  const size = Math.ceil(lines.length / Math.max(1, workers));
  const batches = Array.from({ length: Math.ceil(lines.length / size) }, (_, at) =>
    lines.slice(at * size, (at + 1) * size),
  );
  const results = await withTemporaryFolder(async (folder) => {
    const env = await objectsIn(place, folder);
    const merged = await Promise.allSettled(batches.map((batch) => mergeBatch(place, batch, { env, signal })));
    // All have ended before the folder they write to goes.
    return merged.flatMap(valueOf);
  });
  return results.map(({ isClean, conflicts, messages }, at) => ({
    ...(pairs[at] as MergePair),
    isClean,
    conflicts,
    messages,
  }));
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

async function mergeBatch(
  place: GitPlace,
  lines: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal | undefined },
): Promise<MergeResult[]> {
  const args = ['merge-tree', '--write-tree', '--stdin', '-z', '--allow-unrelated-histories'];
  const { stdoutBytes, command } = await git(place, args, { ...options, isQuestion: true, input: lines.join('') });
  const fields = splitFields(stdoutBytes.toString('utf8')).values();
  const next = (): string | undefined => fields.next().value;
  return lines.map(() => {
    const state = next();
    if (state !== '0' && state !== '1')
      throw errors.make('CDEV_E_GIT_OUTPUT_UNREADABLE', { command, reason: `merge status ${state ?? 'missing'}` });
    return parseMerge({ next }, { isClean: state === '1' });
  });
}

/** New objects are written to `folder`, the repository's own are read. */
async function objectsIn(place: GitPlace, folder: string): Promise<Record<string, string>> {
  const known = knownRepository(place);
  const objects = known
    ? join(known.commonDir, 'objects')
    : (await ask(place, ['rev-parse', '--path-format=absolute', '--git-path', 'objects'])).trimEnd();
  const own = join(folder, 'objects');
  await mkdir(own);
  return { GIT_OBJECT_DIRECTORY: own, GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(objects) };
}

/** The variable is a list; a path with its separator or a quote in it has to be quoted as in C. */
function quotePath(path: string): string {
  return /[":;]/.test(path) && !/^[A-Za-z]:[^:;"]*$/.test(path) ? JSON.stringify(path) : path;
}

async function resolveAll(place: GitPlace, pairs: readonly MergePair[]): Promise<Map<string, string>> {
  const revisions = [...new Set(pairs.flatMap(({ ours, theirs }) => [ours, theirs]))];
  const input = revisions.map((revision) => `${revision}^{commit}\n`).join('');
  const answers = (await ask(place, ['cat-file', '--batch-check=%(objectname)'], { input })).split('\n');
  return new Map(
    revisions.map((revision, at) => {
      const oid = answers[at] ?? '';
      if (!/^[0-9a-f]+$/.test(oid)) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision });
      return [revision, oid];
    }),
  );
}
