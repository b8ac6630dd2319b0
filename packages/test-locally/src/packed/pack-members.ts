import { availableParallelism } from 'node:os';
import type { Context } from '@cdev/core/cli';
import { packPackage, type PackedPackage } from '@cdev/package-tarball';
import {
  installedDependencies,
  publishOrder,
  selectMembers,
  type PackageWorkspace,
  type WorkspaceMember,
} from '@cdev/package-workspace';
import { errors } from '../errors.ts';
import type { PackedOptions } from './packed-run.ts';

export interface PackedMember {
  readonly member: WorkspaceMember;
  readonly packed: PackedPackage;
  /** It was asked for; otherwise it is needed by one that was. */
  readonly isWanted: boolean;
}

/**
 * Packs the packages that are to be tried and those of the workspace that they need, several at a time.
 * @throws CDEV_E_TEST_LOCALLY_NOTHING_TO_PACK, CDEV_E_PACKAGE_WORKSPACE_*, CDEV_E_PACKAGE_TARBALL_*
 */
export async function packMembers(
  workspace: PackageWorkspace,
  { packages, withoutScripts }: Pick<PackedOptions, 'packages' | 'withoutScripts'>,
  { destination, context }: { readonly destination: string; readonly context: Context },
): Promise<readonly PackedMember[]> {
  const asked = packages.length === 0 ? workspace.members : selectMembers(workspace, packages, { cwd: context.cwd });
  const wanted = asked.filter(({ isPublishable }) => isPublishable);
  if (wanted.length === 0) throw errors.make('CDEV_E_TEST_LOCALLY_NOTHING_TO_PACK', { folder: workspace.root });
  const members = publishOrder([...wanted, ...neededBy(wanted, workspace)]);
  const task = context.progress.begin(`Packing ${members.length} ${members.length === 1 ? 'package' : 'packages'}`);
  const packed = new Map<WorkspaceMember, PackedPackage>();
  const queue = [...members];
  const worker = async (): Promise<void> => {
    for (let member = queue.shift(); member !== undefined; member = queue.shift()) {
      task.update(member.name);
      packed.set(
        member,
        await packPackage({
          member,
          workspace,
          destination,
          runScripts: !withoutScripts,
          env: context.env,
          signal: context.signal,
          log: context.log,
        }),
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  } catch (error) {
    task.failed();
    throw error;
  }
  task.done();
  return members.map((member) => ({
    member,
    packed: packed.get(member) as PackedPackage,
    isWanted: wanted.includes(member),
  }));
}

/** Members that have to be in the registry too, for their versions may be nowhere else. */
function neededBy(wanted: readonly WorkspaceMember[], { members }: PackageWorkspace): readonly WorkspaceMember[] {
  const found = new Set<WorkspaceMember>(wanted);
  const queue = [...wanted];
  for (let member = queue.shift(); member !== undefined; member = queue.shift()) {
    for (const name of Object.keys(installedDependencies(member.manifest))) {
      const needed = members.find((other) => other.name === name && other.isPublishable);
      if (!needed || found.has(needed)) continue;
      found.add(needed);
      queue.push(needed);
    }
  }
  return [...found].filter((member) => !wanted.includes(member));
}
