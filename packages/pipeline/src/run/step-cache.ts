import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { StepSource } from '../source/pipeline-source.ts';
import { digest, digestFiles } from './fingerprint.ts';

/** Outputs of instances that passed, by their fingerprint. */
export interface StepCache {
  /** Undefined when it has to run: it never passed so, or what it makes is not as it left it. */
  readonly find: (step: StepSource, fingerprint: string) => Promise<CachedStep | undefined>;
  readonly keep: (step: StepSource, fingerprint: string, outputs: Readonly<Record<string, string>>) => Promise<void>;
}

export interface CachedStep {
  /** ISO 8601. */
  readonly time: string;
  readonly outputs: Readonly<Record<string, string>>;
}

interface Entry extends CachedStep {
  readonly produced: string;
}

const most = 500;

export function openStepCache(
  place: string,
  { folder, clock }: { readonly folder: string; readonly clock: () => Date },
): StepCache {
  const produced = async ({ cache }: StepSource): Promise<string> =>
    cache && cache.produces.length > 0 ? digest(await digestFiles(cache.produces, folder)) : '';
  return {
    find: async (step, fingerprint) => {
      if (!step.cache) return undefined;
      const entry = await readEntry(join(place, `${fingerprint}.json`));
      return entry && entry.produced === (await produced(step))
        ? { time: entry.time, outputs: entry.outputs }
        : undefined;
    },
    keep: async (step, fingerprint, outputs) => {
      if (!step.cache) return;
      const entry: Entry = { time: clock().toISOString(), outputs, produced: await produced(step) };
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        await writeFileAtomic(join(place, `${fingerprint}.json`), JSON.stringify(entry), { mode: 0o600 });
        await prune(place);
      } catch {
        // What cannot be kept is run again.
      }
    },
  };
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const { time, outputs, produced } = JSON.parse(await readFile(file, 'utf8')) as Partial<Entry>;
    if (typeof time !== 'string' || typeof produced !== 'string' || typeof outputs !== 'object') return undefined;
    return { time, outputs, produced };
  } catch {
    return undefined;
  }
}

async function prune(place: string): Promise<void> {
  const names = await readdir(place);
  if (names.length <= most) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, age: (await stat(join(place, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  aged.sort((a, b) => b.age - a.age);
  for (const { name } of aged.slice(most)) await rm(join(place, name), { force: true });
}
