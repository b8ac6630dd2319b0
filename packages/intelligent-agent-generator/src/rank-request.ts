import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rankFiles, type RankedFile } from '@cdev/code-graph';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from './errors.ts';
import { openIndex } from './open-index.ts';
import { requireCount } from './require-count.ts';

export interface RankOptions {
  /** `-` for what stands on stdin. */
  readonly query: string | undefined;
  readonly queryFile: string | undefined;
  readonly limit: number;
  /** Rank as in a clone without history. */
  readonly ignoreHistory: boolean;
}

export interface RankResult {
  /** Best first. */
  readonly files: readonly RankedFile[];
}

/**
 * The files a request will most likely read or change.
 * @throws CDEV_E_AGENT_GENERATOR_NOTHING_ASKED, _TWO_SOURCES, _TEXT_EMPTY, _QUERY_UNREADABLE, _NUMBER_INVALID
 */
export async function rankRequest(options: RankOptions, context: Context): Promise<Outcome<RankResult>> {
  const { limit, ignoreHistory } = options;
  requireCount('--limit', limit);
  const query = await readQuery(options, context);
  const index = await openIndex({ query }, context);
  return { result: { files: rankFiles({ query, index, limit, useHistory: !ignoreHistory }) }, status: 'ok' };
}

async function readQuery({ query, queryFile }: RankOptions, { cwd, stdin }: Context): Promise<string> {
  if (query !== undefined && queryFile !== undefined)
    throw errors.make('CDEV_E_AGENT_GENERATOR_TWO_SOURCES', { sources: '--query, --query-file' });
  const text = queryFile === undefined ? query : await readText(resolve(cwd, queryFile), queryFile);
  if (text === undefined) throw errors.make('CDEV_E_AGENT_GENERATOR_NOTHING_ASKED');
  const asked = text === '-' ? await stdin() : text;
  if (asked.trim() === '') throw errors.make('CDEV_E_AGENT_GENERATOR_TEXT_EMPTY', { source: queryFile ?? 'The query' });
  return asked;
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it is not there' : code === 'EISDIR' ? 'it is a folder' : code;
    throw errors.make('CDEV_E_AGENT_GENERATOR_QUERY_UNREADABLE', { file: shown, reason }, { cause });
  }
}
