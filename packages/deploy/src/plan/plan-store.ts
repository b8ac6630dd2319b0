import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import type { DeployPlan } from './deploy-plan.ts';

const kept = 50;

/** Where this machine keeps plans and the record of a project's environment. */
export function recordFolder({ home }: Pick<Context, 'home'>, project: string, environment: string): string {
  return join(home, 'deploy', project, environment);
}

/**
 * Keeps a plan, so that `apply --plan <digest>` can say what has moved since.
 * @throws CDEV_E_DEPLOY_RECORD_UNWRITABLE
 */
export async function keepPlan(plan: DeployPlan, context: Context): Promise<void> {
  const folder = join(recordFolder(context, plan.project, plan.environment), 'plans');
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${Date.now()}-${plan.digest}.json`);
    await writeFileAtomic(file, `${JSON.stringify(plan, undefined, 2)}\n`, { mode: 0o600 });
    const names = (await readdir(folder)).toSorted();
    for (const name of names.slice(0, Math.max(0, names.length - kept))) await rm(join(folder, name), { force: true });
  });
}

/** Tells of a disk that cannot be written as what it is. */
export async function writing(place: string, deed: () => Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw cause;
    throw errors.make('CDEV_E_DEPLOY_RECORD_UNWRITABLE', { place, reason: code }, { cause });
  }
}

/**
 * The newest plan whose digest begins so; eight characters at least.
 * @throws CDEV_E_DEPLOY_PLAN_UNKNOWN
 */
export async function findPlan(
  digest: string,
  { project, environment }: Pick<DeployPlan, 'project' | 'environment'>,
  context: Context,
): Promise<DeployPlan> {
  const folder = join(recordFolder(context, project, environment), 'plans');
  const names = await readdir(folder).catch((): string[] => []);
  const name = /^[0-9a-f]{8,64}$/.test(digest)
    ? names.toSorted().findLast((one) => one.slice(one.indexOf('-') + 1).startsWith(digest))
    : undefined;
  if (name === undefined) throw errors.make('CDEV_E_DEPLOY_PLAN_UNKNOWN', { plan: digest });
  return JSON.parse(await readFile(join(folder, name), 'utf8')) as DeployPlan;
}

/**
 * Refuses a world that is not the one that was planned for.
 * @throws CDEV_E_DEPLOY_MOVED
 */
export function requireUnmoved(planned: DeployPlan, now: DeployPlan): void {
  if (planned.digest === now.digest) return;
  const moves = [
    ...(planned.configuration === now.configuration ? [] : ['the deploy file']),
    ...(planned.release.digest === now.release.digest ? [] : ['what is deployed']),
    ...(planned.release.id === now.release.id || planned.release.digest !== now.release.digest
      ? []
      : ['the releases there are']),
    ...now.hosts.flatMap((host) =>
      hostMoves(
        host,
        planned.hosts.find(({ name }) => name === host.name),
      ),
    ),
  ];
  throw errors.make('CDEV_E_DEPLOY_MOVED', {
    moves: moves.length === 0 ? 'the plan would be another' : moves.join('; '),
  });
}

function hostMoves(now: DeployPlan['hosts'][number], then: DeployPlan['hosts'][number] | undefined): string[] {
  if (!then) return [`${now.name} is new`];
  if (then.action === 'unreachable' || now.action === 'unreachable')
    return then.action === now.action
      ? []
      : [`${now.name} was ${then.action === 'unreachable' ? 'not ' : ''}to be reached`];
  if (then.current !== now.current)
    return [`${now.name} has ${now.current ?? 'nothing'} and no more ${then.current ?? 'nothing'}`];
  if (then.fence !== now.fence) return [`${now.name} was deployed to`];
  return JSON.stringify(then) === JSON.stringify(now) ? [] : [`${now.name} has other releases`];
}
