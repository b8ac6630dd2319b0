import { randomUUID } from 'node:crypto';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checkIdentity, commitTree, git, requireGit } from '@cdev/git';
import { driverNamed, driverNames } from '../../drivers/index.ts';
import { errors } from '../../errors.ts';
import { requireSandbox } from '../../sandbox/require-sandbox.ts';
import { keeper, push } from '../fleet-remote.ts';

export interface Machine {
  readonly git: string;
  /** What tasks may ask of this machine: `driver/<name>` for each assistant that is here, `sandbox`. */
  readonly labels: readonly string[];
}

/**
 * What a worker needs before it takes anything: git, a name for its commits, and a remote that it may push to, atomically and outside `refs/heads`. Which assistants are
 * here becomes its labels, so that no task comes to a machine that has not what it is for.
 * @throws CDEV_E_GIT_*, CDEV_E_SPAWN_FLEET_NO_IDENTITY, CDEV_E_SPAWN_FLEET_REMOTE_REFUSES
 */
export async function checkMachine(place: FencePlace, folder: string, context: Context): Promise<Machine> {
  const version = await requireGit(folder);
  const identity = await checkIdentity(folder);
  if (identity.status === 'failed') throw errors.make('CDEV_E_SPAWN_FLEET_NO_IDENTITY');
  await checkRemote(place);
  const found = await Promise.all(
    driverNames
      .filter((name) => name !== 'command' && name !== 'acp')
      .map(async (name) => ((await driverNamed(name).detect(context)).status === 'ready' ? [`driver/${name}`] : [])),
  );
  const sandbox = await requireSandbox(false, context).then(
    () => ['sandbox'],
    () => [],
  );
  return { git: version, labels: [...found.flat(), ...sandbox] };
}

/** By doing it: two refs come together and go together. */
async function checkRemote(place: FencePlace): Promise<void> {
  const tree = (await git(place.repository, ['mktree'], { input: '', isQuestion: true })).stdout.trim();
  const by = { author: keeper, committer: keeper };
  const commit = await commitTree(place.repository, { tree, parents: [], message: 'A worker looks', ...by });
  const refs = ['one', 'two'].map((name) => `refs/cdev/fleet/check/${randomUUID()}-${name}`);
  try {
    await push(
      place,
      refs.map((ref) => `${commit}:${ref}`),
    );
    await push(
      place,
      refs.map((ref) => `:${ref}`),
    );
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
    const reason = error.message.split('\n').slice(-3).join(' ');
    throw errors.make('CDEV_E_SPAWN_FLEET_REMOTE_REFUSES', { reason }, { cause: error });
  }
}
