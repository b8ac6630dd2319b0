import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Context } from '@cdev/core/cli';
import { withLock, writeFileAtomic } from '@cdev/git';
import { addedFolder, readAddedLock, serialiseAddedLock, type AddedPlace, type AddedScript } from '@cdev/added-script';
import { errors } from '../errors.ts';

/** Folders of an installation under way; one that is there while nobody holds the lock is of one that was cut off. */
const underWay = '.adding-';

export interface HeldPlace {
  readonly place: AddedPlace;
  /** What the lock says now, that nobody else can change. */
  readonly scripts: readonly AddedScript[];
  /**
   * Fills a folder of its own, and puts it in its place only when it is whole. @param fill gets the folder to fill
   * @returns the entry as it belongs into the lock
   */
  readonly install: (
    script: Omit<AddedScript, 'files'>,
    fill: (folder: string) => Promise<string>,
  ) => Promise<AddedScript>;
  /** Writes the lock, whole or not at all, and then removes what it names no more. */
  readonly commit: (scripts: readonly AddedScript[]) => Promise<void>;
}

/**
 * Runs `action` while no other process changes what is added there. Ended in the middle, even by force, it leaves the lock as it was, and at most a folder that
 * the next one removes.
 * @throws CDEV_E_MARKETPLACE_NOT_WRITTEN, CDEV_E_ADDED_LOCK_*, CDEV_E_GIT_LOCK_HELD
 */
export async function changeLock<Result>(
  place: AddedPlace,
  { signal }: Pick<Context, 'signal'>,
  action: (held: HeldPlace) => Promise<Result>,
): Promise<Result> {
  const { installed, lock } = place;
  await writing(installed, () => mkdir(installed, { recursive: true }));
  // The lock is for everybody who works on the project, what it names is installed by each: git must not offer it.
  if (place.kind === 'project') await writing(installed, () => writeFile(join(installed, '.gitignore'), '*\n'));
  return withLock(join(installed, '.lock'), { what: 'the scripts that were added', signal }, async () => {
    const { scripts } = readAddedLock(lock);
    await sweep(place, scripts);
    return action({
      place,
      scripts,
      install: async (script, fill) => {
        const temporary = join(installed, `${underWay}${randomUUID()}`);
        try {
          await writing(temporary, () => mkdir(temporary));
          const files = await fill(temporary);
          const folder = addedFolder(place, script);
          signal.throwIfAborted();
          // One that was damaged gives way.
          await writing(folder, async () => {
            await rm(folder, { recursive: true, force: true, maxRetries: 3 });
            await rename(temporary, folder);
          });
          return { ...script, files };
        } finally {
          await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
        }
      },
      commit: async (next) => {
        const text = serialiseAddedLock({ schemaVersion: 1, scripts: next });
        await writing(lock, async () => {
          await mkdir(dirname(lock), { recursive: true });
          await writeFileAtomic(lock, text);
        });
        await sweep(place, next);
      },
    });
  });
}

/** Removes what no entry of the lock names. What cannot be removed now is found the next time. */
async function sweep(place: AddedPlace, scripts: readonly AddedScript[]): Promise<void> {
  const named = new Set(scripts.map((script) => addedFolder(place, script)));
  const entries = await readdir(place.installed).catch(() => []);
  const folders = entries.filter((entry) => entry.startsWith(underWay) || /^[\w-]+@\d/.test(entry));
  await Promise.all(
    folders
      .map((entry) => join(place.installed, entry))
      .filter((folder) => !named.has(folder))
      .map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})),
  );
}

async function writing<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || code.startsWith('CDEV_E_') || code === 'ABORT_ERR') throw cause;
    throw errors.make('CDEV_E_MARKETPLACE_NOT_WRITTEN', { file, reason: code }, { cause });
  }
}
