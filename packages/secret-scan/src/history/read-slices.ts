import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { git, type Repository } from '@cdev/git';
import { openEngine } from '../engine/scan-bytes.ts';
import { worthFastSieve } from '../engine/patient-sieve.ts';
import {
  readPatches,
  type PatchesRead,
  type PatchesReading,
  type ReadPatchesOptions,
  type Slice,
} from './read-patches.ts';
import type { Versions } from './versions.ts';

/**
 * How merges are shown: against what git itself would have merged, which it has to write beside its objects; where it cannot, as on a read-only disk, against each parent, which takes longer
 * and shows again what one side has.
 */
function mergesIn({ commonDir }: Repository): string {
  try {
    accessSync(join(commonDir, 'objects'), constants.W_OK);
    return '--remerge-diff';
  } catch {
    return againstEach;
  }
}

const againstEach = '-m';

/**
 * The commits of a range in one walk.
 * @param isKnown whether it ends at commits that were there once: those that are not any more end nothing
 */
export function rangeSlice(repository: Repository, range: string, isKnown = false): Slice {
  return { input: range, how: [mergesIn(repository), ...(isKnown ? ['--ignore-missing'] : [])] };
}

/** git does not merge more than two again: they are shown against each parent. */
export function octopusSlice(commits: readonly string[]): Slice {
  return { input: `${commits.join('\n')}\n`, how: ['--no-walk', againstEach] };
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
  const options = { isQuestion: true, allowFailure: true, signal, input: range };
  const { ok, stdoutBytes: list } = await git(repository, ['rev-list', '--stdin'], options);
  const lineLength = list.indexOf('\n') + 1;
  // A commit that cannot be read is told by whoever reads what it brought in.
  if (!ok || lineLength === 0) return whole;
  const count = list.length / lineLength;
  const slices = Math.min(count, gits ?? Math.min(mostGits, availableParallelism(), Math.ceil(count / worthAnother)));
  if (slices < 2) return whole;
  const size = Math.ceil(count / slices) * lineLength;
  return Array.from({ length: slices }, (_, at) => ({
    input: list.subarray(at * size, (at + 1) * size),
    how: [mergesIn(repository), '--no-walk=unsorted'],
  }));
}

/** Milliseconds within which a git that has little to write has mostly written it. */
const enoughForLittle = 50;

/** What the commits of all slices brought in, read at once; the parts are in the order of the slices. */
export async function readSlices(
  repository: Repository,
  slices: readonly Slice[],
  options: ReadPatchesOptions,
): Promise<readonly PatchesRead[]> {
  const { versions, onProgress } = options;
  const progress = slices.map(() => 0);
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const readings = slices.map((slice, at) =>
    readPatches(repository, slice, {
      ...options,
      ready,
      onProgress: (commits) => {
        progress[at] = commits;
        onProgress?.(progress.reduce((sum, each) => sum + each));
      },
    }),
  );
  makeReady(versions, readings).then(resolve, reject);
  const parts = await Promise.all(readings.map(async ({ read }) => read));
  const octopuses = parts.flatMap((part) => part.octopuses);
  if (octopuses.length === 0 || slices.some(({ how }) => how.includes(againstEach))) return parts;
  const again = await readPatches(repository, octopusSlice(octopuses), { ...options, onProgress: undefined }).read;
  return [...parts, { ...again, commits: 0 }];
}

/** What a scan needs, made while git unpacks, in steps between which is taken from git what it wrote: the fast sieve not for little. */
async function makeReady(versions: Versions, readings: readonly PatchesReading[]): Promise<void> {
  const begun = performance.now();
  let isWritten = false;
  const writing = async (): Promise<void> => {
    for (const reading of readings) await reading.isWritten;
    isWritten = true;
  };
  const written = writing();
  const isLittle = (): boolean =>
    isWritten && readings.reduce((sum, { waiting }) => sum + waiting(), 0) < worthFastSieve;
  await others();
  versions.open();
  await others();
  const { sieve } = openEngine();
  await settledWithin(written, begun + enoughForLittle - performance.now());
  if (isLittle()) return;
  for (const _ of sieve.hurryInSteps()) {
    await others();
    if (isLittle()) return;
  }
}

/** Whatever else waits. */
async function others(): Promise<void> {
  await new Promise(setImmediate);
}

async function settledWithin(waited: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, milliseconds));
  });
  await Promise.race([waited, late]);
  clearTimeout(timer);
}
