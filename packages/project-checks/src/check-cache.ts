import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic, type Repository } from '@cdev/git';
import type { Check, CheckRun } from './run-checks.ts';

/** Results of checks by what was checked: a tree that has been tested need not be tested again. */
export interface CheckCache {
  readonly folder: string;
  /** Object id of the git tree that the working folder holds exactly. */
  readonly tree: string;
}

/** The results that all scripts of a repository share. */
export function checkCacheOf({ commonDir }: Pick<Repository, 'commonDir'>, tree: string): CheckCache {
  return { folder: join(commonDir, 'cdev', 'checks'), tree };
}

/** What a result holds for beside its tree and command; elsewhere the same check may end otherwise. */
export const environment = { node: process.version, platform: process.platform, arch: process.arch } as const;

/** Whatever else decides the outcome belongs in the key; an outcome from another Node or command is another outcome. */
export function checkKey({ tree }: CheckCache, { command }: Check): string {
  const { node, platform, arch } = environment;
  return createHash('sha256').update([tree, command, node, platform, arch].join('\0')).digest('hex');
}

function cacheFile(cache: CheckCache, check: Check): string {
  const key = checkKey(cache, check);
  return join(cache.folder, key.slice(0, 2), `${key.slice(2, 40)}.json`);
}

/** A kept result; undefined when there is none or it cannot be read (it is then made anew). */
export async function readCheckResult(cache: CheckCache, check: Check): Promise<CheckRun | undefined> {
  try {
    const kept = JSON.parse(await readFile(cacheFile(cache, check), 'utf8')) as CheckRun & { schemaVersion: number };
    return kept.schemaVersion === 1 && kept.command === check.command ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Only passes are kept: a failure may be a flake, and whoever asks again wants to know. */
export async function writeCheckResult(cache: CheckCache, check: Check, result: CheckRun): Promise<void> {
  if (result.status !== 'passed') return;
  const file = cacheFile(cache, check);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, ...result }, undefined, 2)}\n`);
}
