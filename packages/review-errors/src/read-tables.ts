import type { Context } from '@cdev/core/cli';
import { isCdevError, type ErrorDocumentation } from '@cdev/core/errors';

/** The error tables of all scripts that are here, by code; none where there is no script. */
export async function readTables({ cwd }: Pick<Context, 'cwd'>): Promise<ReadonlyMap<string, ErrorDocumentation>> {
  const { readErrorTable, readScriptCatalogue } = await import('@cdev/script-catalogue');
  try {
    const { scripts } = await readScriptCatalogue({ cwd });
    const tables = await Promise.all(scripts.map(readErrorTable));
    return new Map(tables.flat().map((row) => [row.code, row]));
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return new Map();
  }
}
