import { createHash, hash as hashOf } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import pMap from 'p-map';
import { errors } from '../errors.ts';
import type { Artefact, ArtefactEntry } from './artefact.ts';

/** Read in one go, without waiting: a question to the thread pool costs several times what so few bytes do. */
const atOnce = 64_000;
/** Files after which others, such as Ctrl-C, have their turn. */
const turn = 64;

/**
 * Reads a folder and says what is in it; errors speak of it as `shown`.
 * @throws CDEV_E_DEPLOY_ARTEFACT_UNUSABLE
 */
export async function readArtefact(folder: string, shown = folder): Promise<Artefact> {
  const unusable = (problem: string, cause?: unknown): Error =>
    errors.make('CDEV_E_DEPLOY_ARTEFACT_UNUSABLE', { artefact: shown, problem }, { cause });
  try {
    const names = await readdir(folder, { withFileTypes: true, recursive: true });
    const entries = await pMap(
      names,
      async (name, index) => {
        if (index % turn === 0) await breath();
        const path = join(name.parentPath, name.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/');
        if (/[\n\r]/.test(path)) throw unusable(`the name ${JSON.stringify(path)} holds a line end`);
        if (path === marker) throw unusable(`it holds ${marker}, which marks the end of an upload`);
        if (name.isDirectory()) return { path, kind: 'folder', isProgram: false, size: 0, content: '' } as const;
        if (name.isSymbolicLink()) return readLink(folder, path, unusable);
        if (!name.isFile()) throw unusable(`${path} is neither a file nor a folder nor a link`);
        return readEntry(folder, path);
      },
      { concurrency: 32 },
    );
    return summed(
      folder,
      entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      unusable,
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || code.startsWith('CDEV_')) throw error;
    throw unusable(code === 'ENOENT' ? 'it, or something in it, is not there' : `it cannot be read (${code})`, error);
  }
}

/** A file of an upload that is not part of the release. */
export const marker = '.cdev-upload-is-whole';

function summed(folder: string, entries: readonly ArtefactEntry[], unusable: (problem: string) => Error): Artefact {
  const files = entries.filter(({ kind }) => kind === 'file');
  // A build that failed leaves an empty folder, and a site that is switched to it is gone.
  if (files.length === 0) throw unusable('it holds no file');
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(digestLine(entry));
  return {
    folder,
    entries,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    digest: hash.digest('hex'),
  };
}

export function digestLine({ path, kind, isProgram, content }: ArtefactEntry): string {
  return `${kind}\0${path}\0${isProgram ? 'x' : ''}\0${content}\n`;
}

async function readLink(folder: string, path: string, unusable: (problem: string) => Error): Promise<ArtefactEntry> {
  const target = await readlink(join(folder, path));
  const leads = posix.normalize(posix.join(posix.dirname(path), target));
  if (target.startsWith('/') || leads === '..' || leads.startsWith('../'))
    throw unusable(`the link ${path} leads out of it, to ${target}`);
  return { path, kind: 'link', isProgram: false, size: 0, content: target };
}

async function readEntry(folder: string, path: string): Promise<ArtefactEntry> {
  const file = join(folder, path);
  const { size, mode } = statSync(file);
  const content = size <= atOnce ? hashOf('sha256', readFileSync(file)) : await hashOfLarge(file);
  return { path, kind: 'file', isProgram: (mode & 0o111) !== 0, size, content };
}

async function hashOfLarge(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
