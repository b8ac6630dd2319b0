import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Script } from '@cdev/core/cli';
import type { ErrorDocumentation } from '@cdev/core/errors';
import type { Package, Workspace } from './workspace.ts';

/** The script that a package's `src/cli.ts` declares; undefined for a package without a command line. */
export async function loadScript({ root }: Workspace, { folder }: Package): Promise<Script | undefined> {
  const file = join(root, folder, 'src/cli.ts');
  if (!existsSync(file)) return undefined;
  const { script } = (await import(pathToFileURL(file).href)) as { script?: Script };
  return script;
}

/** The rows of all error tables of a package: those that its `errors.ts` files export as `errors`. */
export async function loadErrors({ root }: Workspace, { sources }: Package): Promise<readonly ErrorDocumentation[]> {
  const rows: ErrorDocumentation[] = [];
  for (const { path } of sources.filter((source) => source.path.endsWith('/errors.ts'))) {
    const { errors } = (await import(pathToFileURL(join(root, path)).href)) as {
      errors?: { catalogue: readonly ErrorDocumentation[] };
    };
    rows.push(...(errors?.catalogue ?? []));
  }
  return rows;
}
