import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { parseHolder, type Holder } from './holder.ts';
import { uniqueName } from '../unique-name.ts';

// Synchronous on purpose: a dozen calls of some microseconds each cost a third of the processor time of their asynchronous twins, and
// locks are taken for every line of a journal.

/** What the highest claim in a lock's folder says. */
export interface Claim {
  /** 0 when there is none yet. */
  readonly number: number;
  /** Undefined when it is released. */
  readonly holder: Holder | undefined;
}

export function readHighest(folder: string): Claim {
  for (;;) {
    const number = Math.max(0, ...listClaims(folder));
    if (number === 0) return { number, holder: undefined };
    const text = unlessMissing(() => readFileSync(join(folder, String(number), 'holder'), 'utf8'));
    if (text !== undefined) return { number, holder: parseHolder(text) };
    // Released; or removed, because a higher one is held by now.
    const released = unlessMissing(() => statSync(join(folder, String(number), 'released')));
    if (released) return { number, holder: undefined };
  }
}

/**
 * Creates the claim if nobody has, and says whether it is ours and still the highest. A folder made ready beside it is renamed: that
 * either happens wholly, content included, or fails because the name is taken; and it works where there are no hard links.
 */
export function createClaim(folder: string, number: number, holder: Holder): boolean {
  const draft = join(folder, `new-${uniqueName()}`);
  try {
    mkdirSync(draft);
    writeFileSync(join(draft, 'holder'), `${JSON.stringify(holder)}\n`);
    if (!renameUnlessTaken(draft, join(folder, String(number)))) return discard(draft);
  } catch (error) {
    discard(draft);
    throw error;
  }
  // Whoever read the list long ago may have created a number whose first holder is gone: a higher one outweighs it.
  return Math.max(...listClaims(folder)) === number || discard(join(folder, String(number)));
}

export function releaseClaim(folder: string, number: number): void {
  // Renamed and not removed: the highest claim must never vanish, nor its folder be empty and so be free for the taking.
  unlessMissing(() => renameSync(join(folder, String(number), 'holder'), join(folder, String(number), 'released')));
}

/** For the holder of `number`: removes what is below it, and drafts whose makers died. */
export function removeOlder(folder: string, number: number): void {
  for (const name of readdirSync(folder)) {
    const isOlder = isClaim(name) && Number(name) < number;
    if (isOlder || isForgottenDraft(folder, name)) discard(join(folder, name));
  }
}

function isForgottenDraft(folder: string, name: string): boolean {
  if (!name.startsWith('new-')) return false;
  const draft = unlessMissing(() => statSync(join(folder, name)));
  return draft !== undefined && Date.now() - draft.mtimeMs > 60_000;
}

function listClaims(folder: string): number[] {
  return readdirSync(folder).filter(isClaim).map(Number);
}

function isClaim(name: string): boolean {
  return /^\d+$/.test(name);
}

function discard(folder: string): false {
  rmSync(folder, { recursive: true, force: true });
  return false;
}

function renameUnlessTaken(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Taken; by now it may even be gone again. ENOENT: the draft was taken for a forgotten one.
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return false;
    // What Windows says of both.
    if (platform === 'win32' && (code === 'EPERM' || code === 'EACCES')) return false;
    throw error;
  }
}

function unlessMissing<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
