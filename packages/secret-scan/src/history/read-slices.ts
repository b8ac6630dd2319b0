import { availableParallelism } from 'node:os';
import { git, type Repository } from '@cdev/git';
import { openEngine } from '../engine/scan-bytes.ts';
import type { PatchesRead } from './read-patches.ts';
import { readToEnd, type ReadToEndOptions } from './read-to-end.ts';
import { againstEach, listed, mergesIn, rangeSlice, type BegunSlice, type Slice } from './start-patches.ts';
import { unaltered } from './unaltered.ts';
import type { Versions } from './versions.ts';

/** git does not merge more than two again: they are shown against each parent. */
export function octopusSlice(commits: readonly string[]): Slice {
  return { input: `${commits.join('\n')}\n`, merges: againstEach, walk: listed };
}

/** Fewer commits are read by one git as fast: each further one unpacks for itself what commits of both build on. */
const worthAnother = 2000;
/** What is written by more of them is not scanned as fast. */
const mostGits = 4;

/**
 * The commits of a range for as many gits as read them at once, each with neighbours in history.
 * @param range as `git rev-list --stdin` takes it
 * @param gits default: as many as the machine has processors, four at most, and one for each 2,000 commits
 */
export async function slicesOf(
  repository: Repository,
  range: string,
  { gits, signal }: { readonly gits?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<readonly Slice[]> {
  const whole = [rangeSlice(repository, range)];
  if (gits === 1) return whole;
  const options = { isQuestion: true, allowFailure: true, signal, input: range, env: unaltered };
  const { ok, stdoutBytes: list } = await git(repository, ['rev-list', '--stdin'], options);
  const lineLength = list.indexOf('\n') + 1;
  // A commit that cannot be read is told by whoever reads what it brought in.
  if (!ok || lineLength === 0) return whole;
  const count = list.length / lineLength;
  const slices = Math.min(count, gits ?? Math.min(mostGits, availableParallelism(), Math.ceil(count / worthAnother)));
  if (slices < 2) return whole;
  const size = Math.ceil(count / slices) * lineLength;
  // None may be empty: of nothing given git takes HEAD.
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => ({
    input: list.subarray(at * size, (at + 1) * size),
    merges: mergesIn(repository),
    walk: listed,
  }));
}

/** What the commits of all slices brought in, read at once; the parts are in their order. */
export async function readSlices(
  repository: Repository,
  slices: readonly (Slice | BegunSlice)[],
  options: ReadToEndOptions,
): Promise<readonly PatchesRead[]> {
  const { versions, onProgress } = options;
  const progress = slices.map(() => 0);
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const readings = slices.map((slice, at) =>
    readToEnd(repository, slice, {
      ...options,
      ready,
      onProgress: (commits) => {
        progress[at] = commits;
        onProgress?.(progress.reduce((sum, each) => sum + each));
      },
    }),
  );
  makeReady(versions).then(resolve, reject);
  const parts = (await Promise.all(readings)).flat();
  const octopuses = parts.flatMap((part) => part.octopuses);
  if (octopuses.length === 0 || slices.some(({ merges }) => merges === againstEach)) return parts;
  const again = await readToEnd(repository, octopusSlice(octopuses), { ...options, onProgress: undefined });
  return [...parts, ...again.map((part) => ({ ...part, commits: 0 }))];
}

/** What a scan needs, made while git unpacks, in steps between which is taken from git what it wrote. */
async function makeReady(versions: Versions): Promise<void> {
  await others();
  versions.open();
  await others();
  openEngine();
  await others();
}

/** Whatever else waits. */
async function others(): Promise<void> {
  await new Promise(setImmediate);
}
