import type { CacheOptions } from '../src/index.ts';

/** Options of the main command with its defaults, except that nothing is tried twice. */
export function cacheOptions(changes: Partial<CacheOptions>): CacheOptions {
  return {
    references: [],
    group: {},
    source: 'auto',
    refresh: false,
    offline: false,
    maxAge: 3_600_000,
    timeLimit: 20_000,
    maxWait: 0,
    concurrency: 4,
    ...changes,
  };
}
