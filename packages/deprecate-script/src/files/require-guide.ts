import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { CatalogueScript, Deprecation } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';

/**
 * A guide is a file of the package that names both, the old and the new, and shows how it is typed.
 * @throws CDEV_E_DEPRECATE_SCRIPT_GUIDE_MISSING
 */
export async function requireGuide(
  { folder, binName, name }: CatalogueScript,
  deprecation: Deprecation,
): Promise<void> {
  const { guide, replacement } = deprecation;
  const file = join(folder, guide);
  const refuse = (problem: string): never => {
    throw errors.make('CDEV_E_DEPRECATE_SCRIPT_GUIDE_MISSING', { file, problem, replacement });
  };
  if (normalize(guide).startsWith('..')) refuse('it is not a file of the package, so users would not get it');
  const text = await readFile(file, 'utf8').catch(() => refuse('it is not there'));
  if (!text.includes(replacement)) refuse(`it does not name ${replacement}`);
  if (!text.includes(binName) && !text.includes(name)) refuse(`it does not name ${binName}`);
  if (!/^(?:```|~~~| {4}\S)/m.test(text)) refuse('it shows no command or code');
}
