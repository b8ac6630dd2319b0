import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pMap from 'p-map';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { scriptOf } from '@cdev/script-catalogue';
import { errors, isOwnError } from './errors.ts';
import type { IndexedScript } from './index-file/marketplace-index.ts';
import { parseIndex } from './index-file/parse-index.ts';
import { similarName } from './inspection/similar-name.ts';
import { findPackage } from './registry/find-package.ts';
import { openSources, type SourceOptions } from './registry/sources.ts';

export interface CheckIndexOptions extends SourceOptions {
  readonly file: string;
}

export interface CheckedEntry {
  readonly package: string;
  readonly reviewed: number;
  /** What is not so as the index says; empty when all is. */
  readonly problems: readonly string[];
}

/**
 * Holds an index against its schema and against the registry: every script is there and is one, and every version that was reviewed has the bytes that were reviewed.
 * @throws CDEV_E_MARKETPLACE_INDEX_UNREADABLE, _INDEX_INVALID, CDEV_E_REGISTRY_* when a registry does not answer
 */
export async function checkIndex(
  options: CheckIndexOptions,
  context: Context,
): Promise<Outcome<readonly CheckedEntry[]>> {
  const file = resolve(context.cwd, options.file);
  const index = parseIndex(await readText(file), options.file);
  const result = await pMap(index.scripts, (entry) => checkEntry(entry, options, context), { concurrency: 4 });
  return { result, status: result.some(({ problems }) => problems.length > 0) ? 'findings' : 'ok' };
}

async function checkEntry(entry: IndexedScript, options: SourceOptions, context: Context): Promise<CheckedEntry> {
  const { package: name, registry, reviewed } = entry;
  const about = { package: name, reviewed: reviewed.length };
  const task = context.progress.begin(name);
  try {
    const sources = await openSources({ ...options, from: registry ?? options.from }, context);
    const { packument, manifest } = await findPackage({ name, wanted: 'latest' }, sources, context.signal);
    const similar = similarName(name, []);
    const problems = [
      ...(scriptOf('/', manifest) ? [] : ['its newest version is no script for cdev']),
      ...(similar ? [`its name is ${similar.distance} away from ${similar.to}`] : []),
      ...(manifest.deprecated ? [`its newest version is deprecated: ${manifest.deprecated}`] : []),
      ...reviewed.flatMap(({ version, integrity }) => {
        const published = packument.versions[version];
        if (!published) return [`${version} was reviewed, and is not in the registry`];
        return published.dist.integrity === integrity
          ? []
          : [`${version} has other bytes than those that were reviewed`];
      }),
    ];
    if (problems.length === 0) task.done();
    else task.failed();
    return { ...about, problems };
  } catch (error) {
    task.failed();
    if (!isCdevError(error) || !isOwnError(error)) throw error;
    return { ...about, problems: [error.message] };
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_MARKETPLACE_INDEX_UNREADABLE', { file, reason: code }, { cause });
  }
}
