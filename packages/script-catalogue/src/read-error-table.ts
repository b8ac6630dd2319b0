import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorDocumentation } from '@cdev/core/errors';
import type { CatalogueScript } from './script.ts';

/**
 * The error tables that a script's package exports, together with core's own. A package that cannot be loaded (not built, made for another Node) has an
 * empty one: who asks wants to know what errors mean, and knows most of them from elsewhere.
 */
export async function readErrorTable({
  folder,
  packageName,
}: Pick<CatalogueScript, 'folder' | 'packageName'>): Promise<readonly ErrorDocumentation[]> {
  const exported = await Promise.all([load(folder, packageName), load(folder, '@cdev/core/cli')]);
  return exported.flatMap((values) => Object.values(values).flatMap(catalogueOf));
}

/** As the package itself would get it: a package finds itself by its own name. */
async function load(folder: string, specifier: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const resolved = createRequire(join(folder, 'package.json')).resolve(specifier);
    return (await import(pathToFileURL(resolved).href)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function catalogueOf(value: unknown): readonly ErrorDocumentation[] {
  const { catalogue } = (typeof value === 'object' && value !== null ? value : {}) as { catalogue?: unknown };
  return Array.isArray(catalogue)
    ? (catalogue as ErrorDocumentation[]).filter(({ code }) => typeof code === 'string')
    : [];
}
