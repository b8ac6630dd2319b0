import { glob, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import {
  readPackageWorkspace,
  type PackageManifest,
  type PackageManagerName,
  type PackageWorkspace,
} from '@cdev/package-workspace';
import { errors } from './errors.ts';
import type { LockGraph } from './graph/lock-graph.ts';
import { lockReader, parseLockFile } from './lock-reader.ts';

const lockCommand: Readonly<Record<PackageManagerName, string>> = {
  npm: 'npm install --package-lock-only',
  pnpm: 'pnpm install --lockfile-only',
  yarn: 'yarn install',
  bun: 'bun install --lockfile-only',
};

/**
 * The graph of the packages that a workspace installs, from the lock file of its package manager. Nothing needs to be installed.
 * @throws CDEV_E_LOCK_FILE_MISSING, _UNREADABLE, _MALFORMED, _VERSION_UNKNOWN, _BINARY
 */
export async function readLockGraph(
  workspace: Pick<PackageWorkspace, 'root' | 'manager' | 'members'>,
): Promise<LockGraph> {
  const { root, manager, members } = workspace;
  if (manager.lockFile === undefined)
    throw errors.make('CDEV_E_LOCK_FILE_MISSING', { folder: root, command: lockCommand[manager.name] });
  const manifests = new Map(members.map(({ path, manifest }) => [path, manifest]));
  return readLockFile(join(root, manager.lockFile), { manifests });
}

export interface ReadLockFileOptions {
  /** The members' manifests by their paths, if they are at hand; else they are read. */
  readonly manifests?: ReadonlyMap<string, PackageManifest>;
}

/**
 * The graph of a lock file of any ecosystem, with the manifests beside it that it needs to be understood.
 * @throws CDEV_E_LOCK_FILE_NOT_ONE, _UNREADABLE, _MALFORMED, _VERSION_UNKNOWN, _BINARY
 */
export async function readLockFile(file: string, { manifests }: ReadLockFileOptions = {}): Promise<LockGraph> {
  const absolute = resolve(file);
  const folder = dirname(absolute);
  const [text, texts] = await Promise.all([read(absolute), readTexts(folder, lockReader(absolute)?.texts ?? [])]);
  const isNpm = lockReader(absolute)?.ecosystem === 'npm';
  const beside =
    manifests || !isNpm ? { manifests: manifests ?? new Map<string, PackageManifest>() } : await manifestsOf(folder);
  const graph = await parseLockFile({ file: absolute, text, texts, manifests: beside.manifests });
  return beside.gap === undefined ? graph : { ...graph, gaps: [beside.gap, ...graph.gaps] };
}

async function read(file: string): Promise<string> {
  try {
    return decoded(await readFile(file));
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_LOCK_FILE_UNREADABLE', { file, reason: code }, { cause: error });
  }
}

/** As pip reads it: what a shell of Windows writes into a file is in UTF-16. */
function decoded(bytes: Buffer): string {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  return isLittle || isBig ? new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes) : bytes.toString('utf8');
}

interface Beside {
  readonly manifests: ReadonlyMap<string, PackageManifest>;
  readonly gap?: string;
}

/**
 * Of the workspace whose root the folder is; none for a folder that is only part of another workspace, or has no manifest. A workspace with a mistake in it is
 * no reason not to read its lock file.
 */
async function manifestsOf(folder: string): Promise<Beside> {
  const none = new Map<string, PackageManifest>();
  try {
    const { root, members } = await readPackageWorkspace(folder);
    if (root !== (await realpath(folder))) return { manifests: none };
    return { manifests: new Map(members.map(({ path, manifest }) => [path, manifest])) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    if (error.code === 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND') return { manifests: none };
    return { manifests: none, gap: `The manifests beside it cannot be used: ${error.message}` };
  }
}

async function readTexts(folder: string, patterns: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const exclude = (name: string): boolean => ['node_modules', '.git', 'target', 'vendor', '.venv'].includes(name);
  for await (const path of glob([...patterns], { cwd: folder, exclude }))
    await readFile(join(folder, path), 'utf8').then(
      (text) => texts.set(path.split(sep).join('/'), text),
      () => undefined,
    );
  return texts;
}
