import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { ReadIndex } from './marketplace-index.ts';
import { parseIndex } from './parse-index.ts';

export const ownIndexName = 'index.yaml';

/**
 * The indexes that count: those that were named, and the user's own in `~/.cdev/marketplace`.
 * @throws CDEV_E_MARKETPLACE_INDEX_UNREADABLE, CDEV_E_MARKETPLACE_INDEX_INVALID
 */
export async function readIndexes(
  named: readonly string[],
  { cwd, home, configured }: Pick<Context, 'cwd' | 'home' | 'configured'>,
): Promise<readonly ReadIndex[]> {
  // Whoever can write to a repository must not be able to vouch for what it brings.
  const mayVouch = configured?.has('index') !== true;
  const files = named.map((file) => ({ file: resolve(cwd, file), mayVouch, mayBeMissing: false }));
  const own = { file: join(home, 'marketplace', ownIndexName), mayVouch: true, mayBeMissing: true };
  const read = await Promise.all([...files, own].map(readOne));
  return read.filter((index) => index !== undefined);
}

interface Named {
  readonly file: string;
  readonly mayVouch: boolean;
  readonly mayBeMissing: boolean;
}

async function readOne({ file, mayVouch, mayBeMissing }: Named): Promise<ReadIndex | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (mayBeMissing && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw errors.make('CDEV_E_MARKETPLACE_INDEX_UNREADABLE', { file, reason: code }, { cause });
  }
  return { ...parseIndex(text, file), file, mayVouch };
}
