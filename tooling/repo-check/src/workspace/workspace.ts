import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Manifest } from './manifest.ts';
import { sourceFile, type SourceFile } from './source-file.ts';

/** A package of the repository, with all its files in memory as far as checks read them. */
export interface Package {
  /** Relative to the repository: `packages/spawn-agents`. */
  readonly folder: string;
  readonly name: string;
  /** The name without its scope, which is also the folder's. */
  readonly shortName: string;
  readonly manifest: Manifest;
  readonly kind: Kind;
  readonly sources: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
  /** Paths below the folder. */
  readonly files: readonly string[];
}

export interface Workspace {
  readonly root: string;
  readonly packages: readonly Package[];
  /** All files that are tracked, or would be: relative to the repository, sorted. */
  readonly files: readonly string[];
  /** The text of a file; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
}

/** Reads the repository, or of it one package (`packages/core`). */
export function readWorkspace(root: string, only?: string): Workspace {
  const files = trackedFiles(root, only);
  const read = (path: string): string | undefined =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  const folders = files
    .map((file) => /^((?:packages|tooling)\/[^/]+)\/package\.json$/.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return { root, files, read, packages: folders.map((folder) => readPackage(folder, files, read)) };
}

function trackedFiles(root: string, only: string | undefined): readonly string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', only ?? '.'],
    { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  // A deleted file is listed until its deletion is staged.
  const present = listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
  return [...new Set(present)].toSorted();
}

function readPackage(folder: string, files: readonly string[], read: Workspace['read']): Package {
  const manifest = JSON.parse(read(`${folder}/package.json`) ?? '{}') as Manifest;
  const own = files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1));
  const below = (room: string): SourceFile[] =>
    own
      .filter((file) => file.startsWith(`${room}/`) && file.endsWith('.ts') && !/(^|\/)fixtures\//.test(file))
      .map((file) => sourceFile(`${folder}/${file}`, read(`${folder}/${file}`) ?? ''));
  return {
    folder,
    name: manifest.name,
    shortName: folder.replace(/^.*\//, ''),
    manifest,
    kind: manifest.cdev?.kind ?? 'tooling',
    sources: below('src'),
    tests: below('test'),
    files: own,
  };
}
