import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { createClaim, readHighest, releaseClaim, removeOlder } from './claim.ts';
import { describeSelf, isHolding, nameHolder, type Holder } from './holder.ts';

export interface LockOptions {
  /** For messages: what is locked, such as `the journal of plan eng-1`. */
  readonly what: string;
  /** Milliseconds to wait for another holder. Default 60,000. */
  readonly waitLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Callers in this process wait for each other in memory, in their order, so that only one of them looks at the disk. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `action` while no other process, nor another call in this one, runs one under the same `lockFile`. A holder that died is
 * succeeded. Not re-entrant.
 *
 * `lockFile` becomes a folder of numbered claims, of which the highest decides. To take the lock is to create the next number, which the
 * file system grants to one process only. A claim is released by a mark in it and removed by the holder of a higher one, so the highest
 * never vanishes and two processes can never both succeed a dead holder, as they can when a lock file is removed and made again.
 * @throws CDEV_E_GIT_LOCK_HELD naming the holder, CDEV_E_GIT_INTERRUPTED.
 */
export async function withLock<Result>(
  lockFile: string,
  options: LockOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  const folder = resolve(lockFile);
  const mine = holdAfter(queues.get(folder), { ...options, folder }, action);
  queues.set(folder, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(folder) === mine) queues.delete(folder);
  }
}

interface Waiting extends LockOptions {
  readonly folder: string;
}

async function holdAfter<Result>(
  before: Promise<unknown> | undefined,
  waiting: Waiting,
  action: () => Promise<Result>,
): Promise<Result> {
  const { folder, waitLimit = 60_000 } = waiting;
  const deadline = performance.now() + waitLimit;
  // When the time is up the disk is asked all the same: it knows who holds the lock.
  if (before) await settledWithin(before, waiting, waitLimit);
  mkdirSync(folder, { recursive: true });
  const number = await take(waiting, deadline);
  try {
    return await action();
  } finally {
    releaseClaim(folder, number);
  }
}

async function take(waiting: Waiting, deadline: number): Promise<number> {
  const { folder, what, signal } = waiting;
  for (let delay = 2; ; delay = Math.min(100, delay * 1.5)) {
    if (signal?.aborted) throw errors.make('CDEV_E_GIT_INTERRUPTED', { what });
    const { number, holder } = readHighest(folder);
    const isFree = holder === undefined || !isHolding(holder);
    if (isFree && createClaim(folder, number + 1, describeSelf(what))) {
      removeOlder(folder, number + 1);
      return number + 1;
    }
    if (performance.now() >= deadline && holder && !isFree) throw heldBy(holder, waiting);
    // A part left to chance keeps waiting processes from asking in step.
    await wait(waiting, delay * (0.5 + Math.random()));
  }
}

function heldBy(holder: Holder, { what, folder, waitLimit = 60_000 }: Waiting): Error {
  const waited = `${waitLimit / 1000} s`;
  return errors.make(
    'CDEV_E_GIT_LOCK_HELD',
    { what, holder: nameHolder(holder), file: folder, waited },
    { details: { ...holder, file: folder } },
  );
}

async function settledWithin(before: Promise<unknown>, waiting: Waiting, limit: number): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, ...(waiting.signal ? [waiting.signal] : [])]);
  const timer = pause(limit, undefined, { signal }).catch(() => {});
  await Promise.race([before.catch(() => {}), timer]);
  // The timer would keep the process alive.
  settled.abort();
}

async function wait({ signal, what }: Waiting, milliseconds: number): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (cause) {
    throw errors.make('CDEV_E_GIT_INTERRUPTED', { what }, { cause });
  }
}
