import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from './errors.ts';

export interface IntelligentAgentGeneratorOptions {
  /** Relative to the context's `cwd`. */
  readonly file: string;
  /** Fewer lines than this are a finding. */
  readonly atLeast: number;
}

export interface IntelligentAgentGeneratorResult {
  readonly file: string;
  readonly lines: number;
}

/**
 * Counts the lines of a file: its line feeds, and a last line that has none.
 * @throws CDEV_E_INTELLIGENT_AGENT_GENERATOR_FILE_UNREADABLE
 */
export async function intelligentAgentGenerator(
  { file, atLeast }: IntelligentAgentGeneratorOptions,
  { cwd }: Context,
): Promise<Outcome<IntelligentAgentGeneratorResult>> {
  const text = await read(resolve(cwd, file), file);
  const lines = text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
  return { result: { file, lines }, status: lines < atLeast ? 'findings' : 'ok' };
}

async function read(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_INTELLIGENT_AGENT_GENERATOR_FILE_UNREADABLE', { file, reason: code }, { cause });
  }
}
