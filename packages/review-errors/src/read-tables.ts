import type { Context } from '@cdev/core/cli';
import { isCdevError, type ErrorDocumentation } from '@cdev/core/errors';

/** What the scripts that are here say of these codes; nothing where there is no script. */
export async function readTables(
  { cwd }: Pick<Context, 'cwd'>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ErrorDocumentation>> {
  if (codes.length === 0) return new Map();
  const { readErrorTables, readScriptCatalogue } = await import('@cdev/script-catalogue');
  try {
    const { scripts } = await readScriptCatalogue({ cwd });
    return await readErrorTables(scripts, codes);
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return new Map();
  }
}
