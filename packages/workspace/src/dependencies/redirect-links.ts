import { readdirSync, readlinkSync } from 'node:fs';
import { readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { setImmediate as giveWay } from 'node:timers/promises';
import { isInside } from '../carry-files.ts';

export interface Redirection {
  /** Top of the working tree that was copied from. */
  readonly from: string;
  /** Top of the worktree that the copy is in. */
  readonly to: string;
}

/** Folders that are looked through before others get their turn: some milliseconds. */
const atOnce = 100;

/**
 * Makes a copied folder belong to its new place. Links between packages of the repository must lead to this worktree's packages, links out
 * of the repository to where they led; and the start scripts in `.bin` name folders by absolute paths. Reads folders and links
 * synchronously: tens of thousands of them take a third of the time that way.
 */
export async function redirectLinks(folder: string, redirection: Redirection): Promise<void> {
  const open = [folder];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen % atOnce === 0) await giveWay();
    const isBin = basename(next) === '.bin';
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      else if (entry.isSymbolicLink()) await redirectLink(path, redirection);
      else if (isBin && entry.isFile()) await redirectScript(path, redirection);
    }
  }
}

async function redirectLink(path: string, { from, to }: Redirection): Promise<void> {
  const target = readlinkSync(path);
  const original = join(from, relative(to, path));
  const destination = resolve(dirname(original), target);
  const isOurs = isInside(from, destination);
  // A relative link within the repository is right as it is, an absolute one out of it too.
  if (isOurs !== isAbsolute(target)) return;
  await rm(path);
  await symlink(isOurs ? join(to, relative(from, destination)) : destination, path);
}

async function redirectScript(path: string, { from, to }: Redirection): Promise<void> {
  const { size, mode } = await stat(path);
  if (size > 65_536) return;
  const text = await readFile(path, 'latin1');
  const [old, now] = [from, to].map((top) => Buffer.from(top).toString('latin1'));
  if (old === undefined || now === undefined || !text.includes(`${old}/`)) return;
  // Removed first: it may be a hard link.
  await rm(path);
  await writeFile(path, text.replaceAll(`${old}/`, `${now}/`), { encoding: 'latin1', mode });
}
