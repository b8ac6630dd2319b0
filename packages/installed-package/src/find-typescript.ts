import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Installation } from './installation.ts';
import { installPackages } from './install-packages.ts';

export interface TypeScript {
  readonly version: string;
  /** The file of `tsc`, a program of Node. */
  readonly tsc: string;
  readonly from: 'project' | 'installed for the trial';
}

/** The first that knows `bundler` resolution and everything that declarations of today are written in. */
const oldest = 5;

/** The TypeScript that the project has, if it is new enough for what is tried. */
export async function projectTypeScript(project: string | undefined): Promise<TypeScript | undefined> {
  if (project === undefined) return undefined;
  try {
    const file = createRequire(join(project, 'package.json')).resolve('typescript/package.json');
    return await read(dirname(file), 'project');
  } catch {
    return undefined;
  }
}

/** Installs TypeScript beside the scratch project, once for an installation. It is 25 MB; npm's cache has it the next time. */
export async function bringTypeScript(
  installation: Installation,
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal?: AbortSignal | undefined },
): Promise<TypeScript | undefined> {
  const folder = join(dirname(installation.folder), 'typescript');
  const installed = await installPackages({ ...options, folder, packages: ['typescript'], manager: 'npm' });
  const [typescript] = installed.packages;
  return typescript && read(typescript.folder, 'installed for the trial');
}

async function read(folder: string, from: TypeScript['from']): Promise<TypeScript | undefined> {
  const { version, bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly bin: Readonly<Record<string, string>>;
  };
  return Number.parseInt(version, 10) >= oldest
    ? { version, tsc: join(folder, bin['tsc'] ?? 'bin/tsc'), from }
    : undefined;
}
