import type { FencePlace } from '@cdev/agent-fleet/remote';
import { snapshotRef } from '@cdev/agent-run';
import { moveBranch } from '@cdev/branch-merge';
import { isCdevError } from '@cdev/core/errors';
import { agentOf } from '@cdev/deployment-plan';
import { nextRef, resolveCommit, updateRef } from '@cdev/git';
import { stateOf, type SpawnRun } from '../open-run.ts';
import { readRecords } from './attempt-record.ts';
import type { FleetRecord } from './fleet-record.ts';
import { attemptRefs, fetchRefs, isHere } from './fleet-remote.ts';

/**
 * Has the promoted work of an agent here, and its branch at it, with the files where that is checked out. All that is promoted by now comes along, so that
 * the next ones need no question to the remote.
 * @returns why the branch could not be moved
 */
export async function bringBranch(
  run: SpawnRun,
  place: FencePlace,
  { agent, commit }: { readonly agent: string; readonly commit: string },
): Promise<string | undefined> {
  const { repository, plan } = run;
  const { branch } = agentOf(plan, agent);
  if (!(await isHere(repository, commit)))
    await fetchRefs(place, [`+refs/heads/cdev/${plan.id}/*:refs/cdev/remote/${plan.id}/*`]);
  const from = await resolveCommit(repository, `refs/heads/${branch}`);
  try {
    await moveBranch({ repository, branch, from, to: commit, reason: `cdev: the work of ${agent} on a fleet` });
    return undefined;
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return `the branch ${branch} is not at ${commit.slice(0, 9)}: ${error.message}`;
  }
}

/** Snapshots that workers have pushed, onto refs of this repository and into the journal, and what they set aside. What is known is not told twice. */
export async function bringAttempts(
  run: SpawnRun,
  place: FencePlace,
  { run: name, agents }: FleetRecord,
): Promise<void> {
  const refs = attemptRefs(name);
  await fetchRefs(place, [`+${refs}:${refs}`]);
  for (const agent of agents) {
    for (const { work, isSnapshot, verdict, attempt } of await readRecords(run.repository, { run: name, task: agent }))
      if (isSnapshot && work !== undefined)
        await keepSnapshot(run, { agent, commit: work, why: `attempt ${attempt} on a fleet: ${verdict}` });
    await keepAside(run, agent);
  }
}

/** The refs that the journal names of what workers set aside, as far as it is here by now. */
async function keepAside(run: SpawnRun, agent: string): Promise<void> {
  const { repository } = run;
  for (const { ref, commit } of (await stateOf(run, agent)).setAside)
    if ((await resolveCommit(repository, ref)) === undefined && (await isHere(repository, commit)))
      await updateRef(repository, { ref, to: commit, from: undefined, reason: `set aside of ${agent} on a fleet` });
}

/** One commit of which it is known that it is here. */
async function keepSnapshot(
  { repository, journal, plan, ...run }: SpawnRun,
  { agent, commit, why }: { agent: string; commit: string; why: string },
): Promise<void> {
  const { snapshots } = await stateOf({ repository, journal, plan, ...run }, agent);
  if (snapshots.some((snapshot) => snapshot.commit === commit)) return;
  const ref = await nextRef(repository, snapshotRef(plan.id, agent));
  await updateRef(repository, { ref, to: commit, from: undefined, reason: why });
  await journal.append({ type: 'snapshot-taken', agent, ref, commit, why });
}
