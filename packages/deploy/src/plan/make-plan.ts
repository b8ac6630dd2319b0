import { createHash } from 'node:crypto';
import type { Artefact } from '../artefact/artefact.ts';
import type { BatchSize, DeployHost, Environment } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import { sequenceOf, type HostState } from '../host/observe-host.ts';
import type { DeployPlan, PlannedHost, PlannedRelease } from './deploy-plan.ts';

/** A host as it was found: its state, or why it could not be reached. */
export interface FoundHost {
  readonly host: DeployHost;
  readonly state?: HostState;
  readonly reason?: string;
}

export type Goal =
  | { readonly action: 'deploy'; readonly artefact: Artefact; readonly name: string | undefined }
  | { readonly action: 'rollback'; readonly to: string | undefined };

export interface PlanInput {
  readonly project: string;
  readonly environment: Environment;
  readonly found: readonly FoundHost[];
  readonly goal: Goal;
  /** Whether this machine has rsync. */
  readonly hasRsync: boolean;
}

/**
 * Decides what is to be done; looks at nothing itself.
 * @throws CDEV_E_DEPLOY_HOST_UNREACHABLE, _RELEASE_MISSING, _RELEASE_NAME_INVALID, _ARTEFACT_UNUSABLE
 */
export function makePlan(input: PlanInput): DeployPlan {
  const { project, environment, found, goal } = input;
  const lost = found.filter(({ state }) => !state);
  if (lost.length > environment.failureBudget || lost.length === found.length) throw unreachable(lost);
  const release = goal.action === 'deploy' ? releaseOf(goal, input) : earlierRelease(goal.to, found);
  const plan = {
    schemaVersion: 1 as const,
    action: goal.action,
    project,
    environment: environment.name,
    release,
    hosts: found.map((host) => planHost(host, release, input)),
    batches: batchesOf(
      environment.hosts.map(({ name }) => name),
      environment.batches,
    ),
    failureBudget: environment.failureBudget,
    configuration: sha256(JSON.stringify(environment)),
  };
  return { ...plan, digest: sha256(JSON.stringify(plan)) };
}

function unreachable([first, ...others]: readonly FoundHost[]): Error {
  const more = others.length === 0 ? '' : ` (and ${others.map(({ host }) => host.name).join(', ')} neither)`;
  return errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', {
    host: first?.host.name ?? 'no host',
    reason: `${first?.reason ?? ''}${more}`,
  });
}

function releaseOf(
  { artefact, name }: Extract<Goal, { action: 'deploy' }>,
  { found, environment }: PlanInput,
): PlannedRelease {
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(name))
    throw errors.make('CDEV_E_DEPLOY_RELEASE_NAME_INVALID', { name, problem: 'it has other characters, or too many' });
  refuseReserved(artefact, environment);
  const known = found.flatMap(({ state }) => state?.releases ?? []);
  const { digest, files, bytes } = artefact;
  const called = (id: string): string => id.slice(id.indexOf('-') + 1);
  const taken = known.find(({ id, digest: other }) => name !== undefined && called(id) === name && other !== digest);
  if (taken)
    throw errors.make('CDEV_E_DEPLOY_RELEASE_NAME_INVALID', {
      name: name ?? '',
      problem: `${taken.id} has it, with other content`,
    });
  const same = known
    .filter((release) => release.digest === digest && (name === undefined || called(release.id) === name))
    .toSorted((a, b) => sequenceOf(b.id) - sequenceOf(a.id))[0];
  const next = Math.max(0, ...known.map(({ id }) => sequenceOf(id))) + 1;
  return { id: same?.id ?? `${String(next).padStart(4, '0')}-${name ?? digest.slice(0, 8)}`, digest, files, bytes };
}

function refuseReserved({ folder, entries }: Artefact, { secrets, secretsFile, shared, compose }: Environment): void {
  if (compose && !entries.some(({ path, kind }) => path === compose.file && kind === 'file'))
    throw errors.make('CDEV_E_DEPLOY_ARTEFACT_UNUSABLE', {
      artefact: folder,
      problem: `it has no ${compose.file}, the file of Docker Compose`,
    });
  const reserved = [...shared, ...(secrets.length > 0 && !compose ? [secretsFile] : [])];
  const clash = reserved.find((path) =>
    entries.some((entry) => entry.path === path || (entry.kind !== 'folder' && path.startsWith(`${entry.path}/`))),
  );
  if (clash !== undefined)
    throw errors.make('CDEV_E_DEPLOY_ARTEFACT_UNUSABLE', {
      artefact: folder,
      problem: `${clash} is part of it, and comes from the host besides (shared, or the file of secrets)`,
    });
}

/** The one asked for, or the newest before the current one that was not taken back. Every host that can be reached must have it. */
function earlierRelease(to: string | undefined, found: readonly FoundHost[]): PlannedRelease {
  const states = found.flatMap(({ host, state }) => (state ? [{ host, state }] : []));
  const wanted = to ?? agreed(states.map(({ host, state }) => ({ host, id: before(state) })));
  for (const { host, state } of states) {
    const has = state.releases.find(({ id }) => id === wanted || id.slice(id.indexOf('-') + 1) === wanted);
    if (!has)
      throw errors.make('CDEV_E_DEPLOY_RELEASE_MISSING', { release: wanted, problem: `${host.name} does not have it` });
  }
  const [first] = states;
  const { id = wanted, digest = '' } =
    first?.state.releases.find((one) => one.id === wanted || one.id.slice(one.id.indexOf('-') + 1) === wanted) ?? {};
  return { id, digest, files: 0, bytes: 0 };
}

function before({ releases, current, unfinished }: HostState): string | undefined {
  if (unfinished && unfinished.previous !== '') return unfinished.previous;
  if (current === undefined) return undefined;
  return releases.findLast(({ id, isBad }) => !isBad && sequenceOf(id) < sequenceOf(current))?.id;
}

function agreed(votes: readonly { readonly host: DeployHost; readonly id: string | undefined }[]): string {
  const [first] = votes;
  const missing = votes.find(({ id }) => id === undefined);
  if (!first || missing)
    throw errors.make('CDEV_E_DEPLOY_RELEASE_MISSING', {
      release: 'the release before',
      problem: `${missing?.host.name ?? 'no host'} has none before its current one`,
    });
  const other = votes.find(({ id }) => id !== first.id);
  if (other)
    throw errors.make('CDEV_E_DEPLOY_RELEASE_MISSING', {
      release: 'the release before',
      problem: `it is ${first.id} on ${first.host.name} and ${other.id} on ${other.host.name}; name one with --to`,
    });
  return first.id as string;
}

function planHost(
  { host, state, reason }: FoundHost,
  release: PlannedRelease,
  { environment, hasRsync }: PlanInput,
): PlannedHost {
  const common = { name: host.name, address: host.address, roles: host.roles };
  if (!state) return { ...common, action: 'unreachable', reason: reason ?? '', current: null, fence: 0, remove: [] };
  const { current, unfinished, releases } = state;
  const isPresent = releases.some(({ id }) => id === release.id);
  const basis = releases.findLast(({ id }) => id === current)?.id ?? releases.at(-1)?.id;
  const canLink = hasRsync && !host.isHere && state.tools.includes('rsync') && basis !== undefined;
  return {
    ...common,
    action: isPresent ? 'present' : canLink ? 'link' : 'send',
    ...(!isPresent && canLink && { basis }),
    current: current ?? null,
    fence: state.fence,
    ...(unfinished && {
      unfinished: {
        release: unfinished.release,
        previous: unfinished.previous,
        deed: unfinished.release === release.id ? ('complete' as const) : ('return' as const),
      },
    }),
    remove: surplus(state, release.id, environment.keep),
  };
}

/** The newest stay, and whatever is in use: the new one, the current one and the one to return to. */
function surplus({ releases, current, unfinished }: HostState, release: string, keep: number): string[] {
  const inUse = new Set([release, current, unfinished?.previous]);
  const others = releases.map(({ id }) => id).filter((id) => !inUse.has(id));
  const used = releases.filter(({ id }) => id !== release && inUse.has(id)).length + 1;
  return others.slice(0, Math.max(0, others.length - Math.max(0, keep - used)));
}

function batchesOf(names: readonly string[], sizes: readonly BatchSize[]): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < names.length;) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)] ?? { percent: 100 };
    const count = 'count' in size ? size.count : Math.max(1, Math.ceil((names.length * size.percent) / 100));
    batches.push(names.slice(at, at + count));
    at += count;
  }
  return batches;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
