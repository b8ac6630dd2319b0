import { errors } from '../errors.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/** @throws CDEV_E_TEST_LOCALLY_SHARD_INVALID */
export function parseShard(text: string): Shard {
  const [, index = '', total = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), total: Number(total) };
  if (shard.index < 1 || shard.index > shard.total)
    throw errors.make('CDEV_E_TEST_LOCALLY_SHARD_INVALID', { value: text });
  return shard;
}

/**
 * The files of one shard: the heaviest first, each to the shard that has the least so far. Every machine must come to the same answer, so
 * weights have to be the same everywhere: sizes of the files, or durations that all machines read from one file.
 */
export function shardFiles(
  files: readonly string[],
  weights: (path: string) => number,
  { index, total }: Shard,
): readonly string[] {
  const sums = Array.from({ length: total }, () => 0);
  const heaviest = files.toSorted((a, b) => weights(b) - weights(a) || (a < b ? -1 : 1));
  return heaviest.filter((path) => {
    const least = sums.indexOf(Math.min(...sums));
    // A file without weight still takes the time to start.
    sums[least] = (sums[least] as number) + Math.max(1, weights(path));
    return least === index - 1;
  });
}
