import { rm } from 'node:fs/promises';
import type { Claim, FleetEngine, JsonValue } from '@cdev/agent-fleet';
import { claimFence, promote, type Fence, type FencePlace } from '@cdev/agent-fleet/remote';
import type { Context, Task } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { allotPorts, releasePorts } from '@cdev/workspace';
import { agentOf } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import { errors } from '../../errors.ts';
import { readRecords, type AttemptRecord } from '../attempt-record.ts';
import { attemptRef } from '../fleet-remote.ts';
import { readTask, type FleetTask } from '../fleet-task.ts';
import { bringMessages } from './bring-messages.ts';
import { createDelivery, type Delivery } from './deliver.ts';
import { holdClaim, type HeldClaim } from './hold-claim.ts';
import { makeAttempt } from './make-attempt.ts';
import type { ObjectCache } from './object-cache.ts';
import { runTask, type TaskEnd } from './run-task.ts';
import { sendWords } from './send-words.ts';
import { isAway, withRemote } from './with-remote.ts';

/** What became of a claim: `lost`: another has it, or it was cancelled; `released`: given back without costing an attempt. */
export type ClaimEnd = 'done' | 'failed' | 'lost' | 'released';

export interface Workplace {
  readonly engine: FleetEngine;
  readonly cache: ObjectCache;
  readonly worker: { readonly id: string; readonly host: string; readonly version: string };
  /** Aborted when what is held is to be given back. */
  readonly giveBack: AbortSignal;
  /** Milliseconds for which a remote that is away is waited for before the task is given back. */
  readonly patience: number;
  /** Milliseconds between two words to whoever watches. */
  readonly interval: number;
}

/** Works on one claim from the fence to the promotion. It never throws: what goes wrong is told to the engine, as far as that can be reached. */
export async function workOnClaim(workplace: Workplace, claim: Claim, context: Context): Promise<ClaimEnd> {
  const { engine, giveBack } = workplace;
  const progress = context.progress.begin(`${claim.run} ${claim.task}`);
  await using held = holdClaim(engine, claim);
  const signal = AbortSignal.any([held.signal, giveBack]);
  try {
    const task = readTask(claim.payload);
    if (task === undefined) return await fail(engine, claim, { reason: 'its task is not understood', retry: false });
    const working = { ...workplace, claim, task, signal, progress, held: held.signal, onTold: held.onTold };
    const end = await work(working, { ...context, signal });
    if (end === 'done') progress.done();
    else progress.failed(end);
    return end;
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0] ?? '';
    progress.failed(reason);
    if (!isCdevError(error)) context.log.error(reason, { stack: (error as Error).stack });
    if (held.signal.aborted || isOthers(error)) return 'lost';
    // What is wrong with this machine is not the task's fault.
    if (giveBack.aborted || isAway(error)) return await release(engine, claim);
    return await fail(engine, claim, { reason, retry: !isCdevError(error, 'CDEV_E_AGENT_FLEET_BRANCH_MOVED') });
  }
}

interface Working extends Workplace {
  readonly claim: Claim;
  readonly task: FleetTask;
  readonly progress: Task;
  readonly signal: AbortSignal;
  readonly held: AbortSignal;
  readonly onTold: HeldClaim['onTold'];
}

async function work(working: Working, context: Context): Promise<ClaimEnd> {
  const { cache, claim, task, worker, engine, signal, progress, patience } = working;
  const place: FencePlace = { repository: cache.repository, remote: cache.url, signal };
  const waiting = { signal, patience, onWait: (reason: string) => progress.update(`the remote is away: ${reason}`) };
  progress.update('fetches');
  const fence = await withRemote(waiting, () => claimFence({ ...place, claim, worker: worker.id }));
  if (fence.promoted !== undefined) {
    await engine.complete(claim, { commit: fence.promoted });
    return 'done';
  }
  const { dependencies, records, reason } = await withRemote(waiting, () => bringAll(working));
  const attempt = await makeAttempt(cache, { claim, task, dependencies }, context);
  const cacheRepository = await openRepository(cache.repository);
  const portId = attempt.folder;
  let delivery: Delivery | undefined;
  try {
    const count = task.workspace.ports ?? 1;
    const first = (await allotPorts(cacheRepository, [portId], { count, signal }))[portId];
    await allotPorts(attempt.run.repository, [`${attempt.run.plan.id}/${task.agent}`], { from: first, count });
    const number = task.attemptsBefore + claim.attempt;
    delivery = createDelivery({ ...working, run: attempt.run });
    const words = sendWords(attempt.run, {
      engine,
      claim,
      host: worker.host,
      agent: task.agent,
      attempt: number,
      interval: working.interval,
      onSnapshot: delivery.keepSnapshot,
    });
    working.onTold(bringMessages(attempt.run, { engine, claim, agent: task.agent }));
    let end: TaskEnd | undefined;
    try {
      end = await runTask(attempt.run, { cache, task, number, records, reason, progress }, context);
      return await settle(working, { end, fence, delivery, words, records });
    } finally {
      await words.close();
      if (end === undefined) await delivery.leave('failed').catch(() => {});
    }
  } finally {
    await releasePorts(cacheRepository, [portId]);
    // What could not be pushed stays, and is pushed when a worker starts here again.
    if (delivery?.isKept() !== false) await rm(attempt.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The commits that the agent starts from, and what earlier attempts have left. */
async function bringAll({ cache, claim, task, engine, signal }: Working): Promise<{
  readonly dependencies: Readonly<Record<string, string>>;
  readonly records: readonly AttemptRecord[];
  readonly reason: string | undefined;
}> {
  const { brief } = task;
  await cache.bring(brief.commit, brief.ref, { signal });
  await cache.bring(task.start ?? task.base, brief.ref, { signal });
  const before = claim.attempt > 1;
  // A question about the whole run; who waits for nobody does not ask it.
  const state = before || task.dependsOn.length > 0 ? await engine.state(claim.run) : undefined;
  const own = state?.tasks.find((one) => one.task === claim.task);
  const dependencies: Record<string, string> = { ...task.dependencies };
  for (const id of own?.dependsOn ?? []) {
    const result = state?.tasks.find((one) => one.task === id)?.result as { commit?: string } | undefined;
    if (result?.commit === undefined) throw errors.make('CDEV_E_SPAWN_FLEET_NO_RESULT', { agent: id });
    dependencies[id] = result.commit;
    await cache.bring(result.commit, `refs/heads/cdev/${task.plan}/${id}`, { signal });
  }
  if (before) await cache.fetch([attemptRef({ ...claim, attempt: '*' })], signal);
  const records = before ? await readRecords(cache.repository, claim) : [];
  return { dependencies, records, reason: own?.reason };
}

interface Settling {
  readonly end: TaskEnd;
  readonly fence: Fence;
  readonly delivery: Delivery;
  readonly words: ReturnType<typeof sendWords>;
  readonly records: readonly AttemptRecord[];
}

async function settle(working: Working, { end, fence, delivery, words, records }: Settling): Promise<ClaimEnd> {
  const { engine, claim, task, held, giveBack, progress } = working;
  await words.flush();
  if (held.aborted || giveBack.aborted) {
    progress.update(held.aborted ? 'no longer ours: what it did is kept' : 'given back: what it did is kept');
    await delivery.leave('cancelled').catch(() => {});
    if (held.aborted) return 'lost';
    return release(engine, claim);
  }
  if (end.commit === undefined) {
    await delivery.leave(end.verdict);
    const failures = records.filter(({ verdict }) => verdict === 'failed' || verdict === 'timed-out').length + 1;
    return fail(engine, claim, { reason: end.reason ?? end.verdict, retry: !end.isFinal && failures < task.attempts });
  }
  progress.update('its work goes to the remote');
  await delivery.deliver(end.commit);
  const branch = `refs/heads/${agentOf(delivery.plan, task.agent).branch}`;
  await delivery.persist((place) =>
    promote({ ...place, fence, branch, from: task.from, commit: end.commit as string }),
  );
  const { finished, committed } = await words.end();
  await engine.complete(claim, { commit: end.commit, finished, committed } as unknown as JsonValue);
  return 'done';
}

async function fail(
  engine: FleetEngine,
  claim: Claim,
  failure: { readonly reason: string; readonly retry: boolean },
): Promise<ClaimEnd> {
  return engine.fail(claim, failure).then(
    () => 'failed' as const,
    () => 'lost' as const,
  );
}

async function release(engine: FleetEngine, claim: Claim): Promise<ClaimEnd> {
  return engine.release(claim).then(
    () => 'released' as const,
    () => 'lost' as const,
  );
}

function isOthers(error: unknown): error is CdevError {
  return isCdevError(error, 'CDEV_E_AGENT_FLEET_FENCED') || isCdevError(error, 'CDEV_E_AGENT_FLEET_CLAIM_STALE');
}
