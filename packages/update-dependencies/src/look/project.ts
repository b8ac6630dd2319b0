import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, type Repository } from '@cdev/git';
import { readLockGraph, type LockGraph } from '@cdev/lock-file';
import { openRegistry, type Packument, type Registry } from '@cdev/package-registry';
import { readPackageWorkspace, type PackageWorkspace } from '@cdev/package-workspace';
import pMap from 'p-map';
import { counted } from '../counted.ts';
import { errors } from '../errors.ts';
import type { Dependency } from './dependency.ts';
import { directDependencies } from './direct-dependencies.ts';

/** All that is looked at, read once. */
export interface Project {
  readonly repository: Repository;
  readonly workspace: PackageWorkspace;
  /** Undefined when there is none that can be read; then `gaps` says why. */
  readonly graph: LockGraph | undefined;
  readonly registry: Registry;
  readonly dependencies: readonly Dependency[];
  /** What could not be found out. */
  readonly gaps: readonly string[];
}

/** @throws CDEV_E_GIT_*, CDEV_E_UPDATE_DEPENDENCIES_BARE */
export async function openProjectRepository({ cwd, signal }: Context): Promise<Repository> {
  const repository = await openRepository(cwd, { signal });
  if (repository.isBare) throw errors.make('CDEV_E_UPDATE_DEPENDENCIES_BARE', { folder: repository.commonDir });
  return repository;
}

/**
 * The project as it lies in a folder: the user's own, or the same one in a scratch tree.
 * @throws CDEV_E_PACKAGE_WORKSPACE_*
 */
export async function readProject(
  repository: Repository,
  folder: string,
  { env, signal, progress }: Context,
): Promise<Project> {
  const workspace = await readPackageWorkspace(folder);
  const gaps: string[] = [];
  const graph = await readGraph(workspace, gaps);
  const registry = await openRegistry({ cwd: workspace.root, env, signal });
  const asked = directDependencies(workspace, graph);
  const task = progress.begin('asking the registry');
  let failures = 0;
  const dependencies = await pMap(
    asked,
    async (dependency, index) => {
      task.update(`${index + 1} of ${asked.length}: ${dependency.name}`);
      const packument = await ask(registry, dependency.name, signal).catch((error: unknown) => {
        if (!isCdevError(error) || error.kind === 'interrupted') throw error;
        failures += 1;
        if (failures === 1) gaps.push(`${dependency.name}: ${error.message}`);
        return undefined;
      });
      return { ...dependency, packument };
    },
    { concurrency: 8 },
  );
  task.done(counted(asked.length, 'dependency', 'dependencies'));
  if (failures > 1) gaps.push(`${failures - 1} more dependencies could not be asked about`);
  return { repository, workspace, graph, registry, dependencies, gaps };
}

function ask(registry: Registry, name: string, signal: AbortSignal): Promise<Packument | undefined> {
  // Past the caches: what npm keeps there may be the short form, or from before a release.
  return registry.packument(name, { full: true, fresh: true, signal });
}

async function readGraph(workspace: PackageWorkspace, gaps: string[]): Promise<LockGraph | undefined> {
  try {
    const graph = await readLockGraph(workspace);
    gaps.push(...graph.gaps);
    return graph;
  } catch (error) {
    if (!isCdevError(error)) throw error;
    gaps.push(error.message);
    return undefined;
  }
}
