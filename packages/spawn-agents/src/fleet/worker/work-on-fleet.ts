import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { openFleet } from '@cdev/agent-fleet';
import type { Context, Outcome } from '@cdev/core/cli';
import { openRepository } from '@cdev/git';
import { errors } from '../../errors.ts';
import { remoteUrl, repositoryLabel } from '../fleet-remote.ts';
import { checkMachine } from './check-machine.ts';
import { cacheFolder, openCache } from './object-cache.ts';
import { pushLeftovers } from './push-leftovers.ts';
import { workOnClaim, type ClaimEnd, type Workplace } from './work-on-claim.ts';

export interface WorkOptions {
  /** As `openFleet` takes it. */
  readonly engine: string | undefined;
  /** What tasks may ask for, beside what is found out. */
  readonly labels: readonly string[];
  /** Agents at once. */
  readonly slots: number;
  /** URL or folder of the git remote, or a remote's name in the current repository; default its `origin`. */
  readonly remote: string | undefined;
  /** Where clones are kept; default below `~/.cdev`. */
  readonly cache: string | undefined;
  /** Ends when there was nothing to do for so many milliseconds; undefined: never. */
  readonly idleLimit?: number | undefined;
  /** Milliseconds; see `Workplace`. */
  readonly patience?: number | undefined;
  readonly interval?: number | undefined;
  readonly isDryRun: boolean;
}

export interface WorkResult {
  readonly worker: string;
  readonly host: string;
  readonly engine: string;
  readonly labels: readonly string[];
  readonly slots: number;
  readonly isDryRun: boolean;
  readonly ended: Readonly<Record<ClaimEnd, number>>;
}

/** Milliseconds that a worker which had to give a task back leaves to others. */
const afterRelease = 15_000;

/**
 * Works on what is submitted to an engine until it is told to end: the first time it takes nothing new and ends what it has, the second time it gives that back, its
 * work kept.
 * @throws CDEV_E_SPAWN_FLEET_*, CDEV_E_AGENT_FLEET_*, CDEV_E_SPAWN_NUMBER_INVALID
 */
export async function workOnFleet(options: WorkOptions, context: Context): Promise<Outcome<WorkResult>> {
  const { slots, patience = 60_000, interval = 1000, isDryRun } = options;
  const { signal, progress, home, cwd, env, script } = context;
  if (!Number.isInteger(slots) || slots < 1 || slots > 1000)
    throw errors.make('CDEV_E_SPAWN_NUMBER_INVALID', { option: '--slots', value: String(slots) });
  const url = await remoteUrl(options.remote, cwd);
  const setting = progress.begin('worker');
  setting.update('clones, once');
  const folder = cacheFolder(options.cache ?? join(home, 'fleet'), url);
  const cache = await openCache(folder, { url, signal });
  setting.update('looks at this machine and the remote');
  const place = { repository: cache.repository, remote: url, signal };
  const machine = await checkMachine(place, folder, context);
  const labels = [await repositoryLabel(place), ...machine.labels, ...options.labels];
  const gitDirectory = await openRepository(cwd).then(
    ({ commonDir }) => commonDir,
    () => undefined,
  );
  await using engine = await openFleet({ url: options.engine, env, gitDirectory });
  const host = hostname();
  const worker = { id: `${host}-${randomUUID().slice(0, 8)}`, host, version: script.version };
  const ended: Record<ClaimEnd, number> = { done: 0, failed: 0, lost: 0, released: 0 };
  const result = { worker: worker.id, host, engine: engine.description.place, labels, slots, isDryRun, ended };
  if (isDryRun) {
    setting.done('it would work here');
    return { result, status: 'ok' };
  }
  const left = await pushLeftovers(cache, { signal });
  if (left > 0)
    progress.note(`What ${left} ${left === 1 ? 'attempt' : 'attempts'} of earlier workers had left is at the remote`);
  setting.done(`${worker.id}: ${slots} at once, ${labels.join(' ')}`);
  const giveBack = new AbortController();
  signal.addEventListener('abort', () => {
    engine.drain();
    progress.note('Takes nothing new and ends what it has; once more and that is given back, its work kept');
  });
  context.onSecondSignal?.(() => giveBack.abort());
  const workplace: Workplace = { engine, cache, worker, giveBack: giveBack.signal, patience, interval };
  // What is at work must not end with the first word.
  await takeTurns(workplace, { ...options, labels, drain: signal, ended }, { ...context, signal: giveBack.signal });
  return { result, status: ended.failed + ended.lost > 0 ? 'findings' : 'ok' };
}

interface Turns {
  readonly slots: number;
  readonly labels: readonly string[];
  readonly drain: AbortSignal;
  readonly idleLimit?: number | undefined;
  readonly ended: Record<ClaimEnd, number>;
}

async function takeTurns(
  workplace: Workplace,
  { slots, labels, drain, idleLimit, ended }: Turns,
  context: Context,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const idle = new AbortController();
  const end = AbortSignal.any([drain, idle.signal]);
  let idling: NodeJS.Timeout | undefined;
  const look = (): void => {
    clearTimeout(idling);
    if (idleLimit !== undefined && underWay.size === 0) idling = setTimeout(() => idle.abort(), idleLimit);
  };
  let resting = 0;
  look();
  try {
    while (!end.aborted) {
      if (underWay.size >= slots) {
        await Promise.race(underWay);
        continue;
      }
      await rest(resting - performance.now(), end);
      const claim = await workplace.engine.claim({ worker: workplace.worker, labels, signal: end });
      // Told to end, by whichever way.
      if (claim === undefined) break;
      const work = async (): Promise<void> => {
        const how = await workOnClaim(workplace, claim, context);
        ended[how] += 1;
        // Whatever was in its way is likely to be there for the next one too.
        if (how === 'released') resting = performance.now() + afterRelease;
      };
      const working = work().finally(() => {
        underWay.delete(working);
        look();
      });
      underWay.add(working);
      look();
    }
  } finally {
    clearTimeout(idling);
    await Promise.all(underWay);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
