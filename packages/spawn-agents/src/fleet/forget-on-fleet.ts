import { openFleet } from '@cdev/agent-fleet';
import { refName, type FencePlace } from '@cdev/agent-fleet/remote';
import type { Context } from '@cdev/core/cli';
import { git } from '@cdev/git';
import type { SpawnRun } from '../open-run.ts';
import { bringAttempts } from './bring-work.ts';
import { readFleetRecord } from './fleet-record.ts';
import { attemptRefs, briefRef, push, remoteUrl } from './fleet-remote.ts';

export interface ForgottenRun {
  readonly run: string;
  readonly refs: number;
}

/**
 * Takes away what a run that is over has left: at the engine its tasks and events, at the remote the refs of its attempts, fences and brief. What attempts
 * kept is fetched first. Branches stay.
 * @throws CDEV_E_AGENT_FLEET_RUN_OPEN
 */
export async function forgetOnFleet(
  run: SpawnRun,
  { engine: url, isDryRun }: { readonly engine: string; readonly isDryRun: boolean },
  context: Context,
): Promise<ForgottenRun | undefined> {
  const record = await readFleetRecord(run);
  if (record === undefined) return undefined;
  const { run: name } = record;
  const place: FencePlace = { repository: run.repository, remote: await remoteUrl(record.remote, run.root) };
  const patterns = [briefRef(name), attemptRefs(name), `refs/cdev/fence/${refName(name)}/*`];
  const { stdout } = await git(run.repository, ['ls-remote', '--', place.remote, ...patterns], { isQuestion: true });
  const refs = stdout.split('\n').flatMap((line) => line.split('\t')[1] ?? []);
  if (!isDryRun) {
    await using engine = await openFleet({ url, env: context.env });
    // Refused first, while the run is open.
    await engine.forget(name);
    await bringAttempts(run, place, record);
    for (let at = 0; at < refs.length; at += atOnce)
      await push(
        place,
        refs.slice(at, at + atOnce).map((ref) => `:${ref}`),
      );
  }
  return { run: name, refs: refs.length };
}

/** Refs in one push: some hosts refuse very long ones. */
const atOnce = 100;
