import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';
import type { PackageManifest } from './package-workspace.ts';

/** The text of a file; undefined when it is not there. @throws CDEV_E_PACKAGE_WORKSPACE_UNREADABLE */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw errors.make('CDEV_E_PACKAGE_WORKSPACE_UNREADABLE', { file, reason: code }, { cause: error });
  }
}

/** The manifest in a folder; undefined when there is none. @throws CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID, _UNREADABLE */
export async function readManifest(folder: string): Promise<PackageManifest | undefined> {
  const file = join(folder, 'package.json');
  const text = await readIfThere(file);
  return text === undefined ? undefined : parseManifest(text, file);
}

/** A manifest from JSON text; `file` is its name in messages. @throws CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID */
export function parseManifest(text: string, file: string): PackageManifest {
  const refuse = (problem: string, place = file): never => {
    throw errors.make('CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID', { place, problem: stripControl(problem) });
  };
  const value = parseJson(text, (problem, place) => refuse(problem, `${file}${place}`));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('expected an object');
  const { name, version } = value as Readonly<Record<string, unknown>>;
  for (const [field, content] of Object.entries({ name, version }))
    if (content !== undefined && typeof content !== 'string') refuse(`"${field}" must be a text`);
  return value as PackageManifest;
}

function parseJson(text: string, refuse: (problem: string, place: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const offset = / at position (\d+)/.exec(message)?.[1];
    const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split('\n');
    return refuse(
      message.replace(/(?: in JSON)? at position .*$/, ''),
      `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
    );
  }
}
