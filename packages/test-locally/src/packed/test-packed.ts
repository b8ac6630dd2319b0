import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { InstallManager } from '@cdev/installed-package';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { readPackageWorkspace, type PackageWorkspace } from '@cdev/package-workspace';
import { judgeTrial } from './judge-trial.ts';
import { packMembers, type PackedMember } from './pack-members.ts';
import type { PackedOptions, PackedProblem, PackedRun } from './packed-run.ts';
import { tryInstallation, type Tried } from './try-installation.ts';

/**
 * Packs packages, serves the tarballs from a registry in this process, installs them as a user would and starts their bins, imports their
 * entries and compiles their types. `findings`: something of that does not work.
 * @throws CDEV_E_TEST_LOCALLY_NOTHING_TO_PACK, CDEV_E_PACKAGE_WORKSPACE_*, CDEV_E_PACKAGE_TARBALL_*
 */
export async function testPacked(options: PackedOptions, context: Context): Promise<Outcome<PackedRun>> {
  const started = performance.now();
  const workspace = await readPackageWorkspace(context.cwd, { signal: context.signal });
  const scratch = await mkdtemp(join(tmpdir(), 'cdev-packed-'));
  try {
    const tarballs = join(scratch, 'tarballs');
    const members = await packMembers(workspace, options, { destination: tarballs, context });
    const packTime = performance.now() - started;
    if (options.keep !== undefined) await cp(tarballs, resolve(context.cwd, options.keep), { recursive: true });
    await using registry = await serve(workspace, members, context);
    const tried = await tryWithEach({ workspace, members, registry, scratch }, options, context);
    const duration = performance.now() - started;
    const trials = tried.flatMap((one) => ('trials' in one ? one.trials : []));
    const result: PackedRun = {
      kind: 'packed',
      root: workspace.root,
      packed: members.map(packedFacts),
      installations: tried.flatMap((one) => ('installation' in one ? [one.installation] : [])),
      trials,
      problems: [...tried.flatMap((one) => ('problems' in one ? one.problems : [])), ...trials.flatMap(judgeTrial)],
      notRun: tried.flatMap((one) => ('notRun' in one ? [one.notRun] : [])),
      phases: { pack: Math.round(packTime), 'install and try': Math.round(duration - packTime) },
      duration: Math.round(duration),
    };
    const isGood = trials.length > 0 && !result.problems.some(({ severity }) => severity === 'error');
    return { result, status: isGood ? 'ok' : 'findings' };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function packedFacts({ packed, isWanted }: PackedMember): PackedRun['packed'][number] {
  const { name, version, entries, size, packedBy } = packed;
  return {
    name,
    version,
    files: entries.size,
    size,
    packedBy: `${packedBy.name} ${packedBy.version}`,
    isNeededOnly: !isWanted,
  };
}

/** What is packed hides nothing: other versions, which third packages may need, come from behind. */
async function serve(
  workspace: PackageWorkspace,
  members: readonly PackedMember[],
  context: Context,
): Promise<LocalRegistry> {
  const { env, signal } = context;
  const upstream = await openRegistry({ cwd: workspace.root, env, signal });
  const registry = await startRegistry({ upstream, env, mergesUpstream: true });
  for (const { packed } of members) await registry.put(packed.bytes);
  return registry;
}

interface Setting {
  readonly workspace: PackageWorkspace;
  readonly members: readonly PackedMember[];
  readonly registry: LocalRegistry;
  readonly scratch: string;
}

type Attempt =
  | Tried
  | { readonly problems: readonly PackedProblem[] }
  | { readonly notRun: PackedRun['notRun'][number] };

async function tryWithEach(setting: Setting, options: PackedOptions, context: Context): Promise<readonly Attempt[]> {
  const { workspace, members, registry, scratch } = setting;
  const wanted = members.filter(({ isWanted }) => isWanted).map(({ packed }) => packed);
  const managers: readonly InstallManager[] = options.managers.length > 0 ? options.managers : ['npm', 'pnpm'];
  let isClaimed = false;
  const attempt = async (manager: InstallManager): Promise<Attempt> => {
    try {
      return await tryInstallation(
        {
          manager,
          scratch,
          root: workspace.root,
          specs: wanted.map(({ name, version }) => `${name}@${version}`),
          names: wanted.map(({ name }) => name),
          registry,
          timeLimit: options.timeLimit,
          claimTypes: () => !isClaimed && (isClaimed = true),
        },
        context,
      );
    } catch (error) {
      return failedAttempt(error, manager, {
        wanted: wanted.map(({ name }) => name),
        isAsked: options.managers.length > 0,
      });
    }
  };
  return Promise.all(managers.map(attempt));
}

const installFailures = new Set(['CDEV_E_INSTALL_FAILED', 'CDEV_E_INSTALL_NOT_FOUND', 'CDEV_E_INSTALL_TIMED_OUT']);

/** A manager that nobody asked for and that is not there is no failure; packages that cannot be installed are. */
function failedAttempt(
  error: unknown,
  manager: InstallManager,
  { wanted, isAsked }: { readonly wanted: readonly string[]; readonly isAsked: boolean },
): Attempt {
  if (isCdevError(error, 'CDEV_E_INSTALL_NO_MANAGER') && !isAsked)
    return { notRun: { subject: manager, reason: `${manager} is not installed` } };
  if (!isCdevError(error) || !installFailures.has(error.code)) throw error;
  const problem = {
    manager,
    severity: 'error' as const,
    what: 'install' as const,
    subject: `${manager} install`,
    reason: error.message,
  };
  return { problems: [{ ...problem, package: wanted.join(', ') }] };
}
