import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { GroupResult } from './group-result.ts';

/** Results by what they depend on, so that a run that was interrupted goes on behind the last group that it finished. */
export interface KeptResults {
  readonly find: (key: string) => Promise<GroupResult | undefined>;
  readonly keep: (key: string, result: GroupResult) => Promise<void>;
}

export function keptResults(folder: string): KeptResults {
  const place = join(folder, 'results');
  return {
    find: async (key) => {
      try {
        return { ...(JSON.parse(await readFile(join(place, `${key}.json`), 'utf8')) as GroupResult), isKept: true };
      } catch {
        return undefined;
      }
    },
    keep: async (key, result) => {
      await mkdir(place, { recursive: true, mode: 0o700 });
      await writeFileAtomic(join(place, `${key}.json`), JSON.stringify(result), { mode: 0o600 });
    },
  };
}

export function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
