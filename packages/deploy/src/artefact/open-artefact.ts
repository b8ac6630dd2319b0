import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { removeAbandoned } from '../remove-abandoned.ts';
import type { Artefact } from './artefact.ts';
import { readArtefact } from './read-artefact.ts';

/** An artefact that can be read until it is given back. */
export interface OpenArtefact extends AsyncDisposable {
  readonly artefact: Artefact;
}

const prefix = 'cdev-release-';

/**
 * Reads a folder, or a tar archive (plain or gzipped), which is unpacked into a folder of its own until the artefact is given back.
 * @throws CDEV_E_DEPLOY_ARTEFACT_UNUSABLE
 */
export async function openArtefact(path: string, { signal }: Pick<Context, 'signal'>): Promise<OpenArtefact> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return { artefact: await readArtefact(path), [Symbol.asyncDispose]: async () => {} };
  await removeAbandoned(tmpdir(), prefix);
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await unpack(path, folder);
    signal.throwIfAborted();
    return { artefact: await readArtefact(folder, path), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Strict: what leads out of the folder, or is torn, is refused and not left out. */
async function unpack(file: string, cwd: string): Promise<void> {
  const tar = await import('tar');
  try {
    await tar.extract({ file, cwd, strict: true, preserveOwner: false, noMtime: true });
  } catch (cause) {
    const { message } = cause as Error;
    throw errors.make(
      'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
      { artefact: file, problem: `it is no folder, and cannot be unpacked as a tar archive (${message})` },
      { cause },
    );
  }
}
