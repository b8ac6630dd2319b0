import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import { openJournal, runPaths, runState } from '@cdev/agent-run';
import { isProcessAlive, openRepository, withLock } from '@cdev/git';
import { isThere } from '../../attempt/is-there.ts';
import { keepWork } from '../../attempt/keep-work.ts';
import { endAgentProcesses } from '../../processes/agent-processes.ts';
import { pushRecord } from '../attempt-record.ts';
import { attemptsFolder, ownerFile, type AttemptOwner } from './make-attempt.ts';
import type { ObjectCache } from './object-cache.ts';

/** Milliseconds that a process of an agent whose worker was killed has to end. */
const grace = 3000;

/**
 * What a worker that was killed, or could not reach the remote, has left on this machine: what lives of its agents is ended, their work is kept and pushed onto
 * the refs of those attempts, and only then the folders go.
 * @returns how many there were
 */
export async function pushLeftovers(cache: ObjectCache, { signal }: { readonly signal: AbortSignal }): Promise<number> {
  const root = join(cache.folder, attemptsFolder);
  let count = 0;
  const names = await readdir(root).catch(() => []);
  if (names.length === 0) return 0;
  // Two workers that start at once would push the same.
  await withLock(join(cache.folder, 'leftovers.lock'), { what: 'what workers left', signal }, async () => {
    for (const name of names) if (await pushOne(cache, join(root, name), signal)) count += 1;
  });
  return count;
}

async function pushOne(cache: ObjectCache, folder: string, signal: AbortSignal): Promise<boolean> {
  const owner = await readOwner(join(folder, ownerFile));
  if (owner === undefined || isProcessAlive(owner.pid, owner.startTime)) return false;
  const bare = join(folder, 'repository.git');
  const { agent, plan } = owner;
  if (await isThere(join(bare, 'HEAD'))) {
    const repository = await openRepository(bare);
    const journal = openJournal(repository.commonDir, plan, 'worker');
    const state = runState(await journal.read()).agents.get(agent);
    await endAgentProcesses({ agent, runFolder: runPaths(repository.commonDir, plan).folder }, grace);
    if (state?.workspace !== undefined && (await isThere(state.workspace))) {
      const why = 'its worker was killed';
      const known = state.snapshots;
      const kept = await keepWork({ journal, agent, worktree: state.workspace, why, known });
      const place: FencePlace = { repository, remote: cache.url, signal };
      const { tokens, cost } = state;
      const aside = state.setAside.map(({ commit }) => commit);
      const work = { work: kept?.commit ?? known.at(-1)?.commit, isSnapshot: true };
      await pushRecord(place, owner, { attempt: owner.attempt, verdict: 'cancelled', tokens, cost, ...work }, aside);
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return true;
}

/** Undefined for one that is being made at this moment. */
async function readOwner(file: string): Promise<AttemptOwner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as AttemptOwner;
  } catch {
    return undefined;
  }
}
