import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { openRegistry } from '@cdev/package-registry';
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

/**
 * Installs TypeScript, and what describes Node to it, beside the scratch project, once for an installation. It is 25 MB; npm's cache has it the next time, also when the
 * registry does not answer. Undefined when it is in neither: npm by itself would wait for a minute to say so.
 */
export async function bringTypeScript(
  installation: Installation,
  { env, signal }: BringOptions,
): Promise<TypeScript | undefined> {
  const folder = join(dirname(installation.folder), 'typescript');
  const isThere = await doesAnswer(env, signal);
  const from = isThere ? env : { ...env, npm_config_offline: 'true' };
  try {
    const packages = ['typescript', '@types/node'];
    const installed = await installPackages({ env: from, signal, folder, packages, manager: 'npm' });
    const typescript = installed.packages.find(({ name }) => name === 'typescript');
    return typescript && (await read(typescript.folder, 'installed for the trial'));
  } catch (error) {
    if (isThere || signal?.aborted === true || !isCdevError(error)) throw error;
    return undefined;
  }
}

interface BringOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

async function doesAnswer(env: BringOptions['env'], signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const registry = await openRegistry({ cwd: '/', env, timeLimit: 5000, retries: 0, ...(signal && { signal }) });
    await registry.ping();
    return true;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    // It is there; that it does not know the question does not matter.
    return !isCdevError(error, 'CDEV_E_REGISTRY_UNREACHABLE') && !isCdevError(error, 'CDEV_E_REGISTRY_OFFLINE');
  }
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
