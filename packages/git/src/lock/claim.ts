import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHolder, type Holder } from './holder.ts';

/** What the highest claim in a lock's folder says. */
export interface Claim {
  /** 0 when there is none yet. */
  readonly number: number;
  /** Undefined when it is released. */
  readonly holder: Holder | undefined;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export async function readHighest(folder: string): Promise<Claim> {
  for (;;) {
    const number = Math.max(0, ...(await listClaims(folder)));
    if (number === 0) return { number, holder: undefined };
    const text = await readFile(join(folder, String(number), 'holder'), 'utf8').catch(ignoreMissing);
    if (text !== undefined) return { number, holder: parseHolder(text) };
    // Released, or removed because a higher one is held by now.
    const released = await stat(join(folder, String(number), 'released')).catch(ignoreMissing);
    if (released) return { number, holder: undefined };
  }
}

/**
 * Creates the claim if nobody has, and says whether it is ours and still the highest. A folder made ready beside it is renamed: that
 * either happens wholly, content included, or fails because the name is taken; and it works where there are no hard links.
 */
export async function createClaim(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = join(folder, `new-${randomUUID()}`);
  const claim = join(folder, String(number));
  try {
    await mkdir(draft);
    await writeFile(join(draft, 'holder'), `${JSON.stringify(holder)}\n`);
    if (!(await renameUnlessTaken(draft, claim))) return false;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  // Whoever read the list long ago may have created a number whose first holder is gone: a higher one outweighs it.
  if (Math.max(...(await listClaims(folder))) === number) return true;
  await rm(claim, { recursive: true, force: true });
  return false;
}

export async function releaseClaim(folder: string, number: number): Promise<void> {
  // Renamed and not removed: the highest claim must never vanish, nor its folder be empty and so be free for the taking.
  await rename(join(folder, String(number), 'holder'), join(folder, String(number), 'released')).catch(ignoreMissing);
}

/** For the holder of `number`: removes what is below it, and drafts whose makers died. */
export async function removeOlder(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const isOlder = /^\d+$/.test(name) && Number(name) < number;
    if (isOlder || (await isForgottenDraft(folder, name)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function isForgottenDraft(folder: string, name: string): Promise<boolean> {
  if (!name.startsWith('new-')) return false;
  const draft = await stat(join(folder, name)).catch(ignoreMissing);
  return draft !== undefined && Date.now() - draft.mtimeMs > 60_000;
}

async function listClaims(folder: string): Promise<number[]> {
  return (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function renameUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(codeOf(error) ?? '');
    // ENOENT: the draft was taken for a forgotten one.
    if (codeOf(error) === 'ENOENT' || (isTaken && (await stat(to).catch(ignoreMissing)))) return false;
    throw error;
  }
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}
