import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { errors } from './errors.ts';
import { foreignManifest } from './foreign-manifest.ts';
import { isMemberFolder } from './member-folders.ts';
import type { PackageManifest } from './package-workspace.ts';
import { readManifest } from './read-manifest.ts';
import { readWorkspaceList, type WorkspaceList } from './workspace-list.ts';

export interface WorkspaceRoot extends WorkspaceList {
  readonly root: string;
  readonly manifest: PackageManifest | undefined;
}

/**
 * The nearest folder upwards that lists a workspace to which the nearest package belongs; else that package by itself.
 * @throws CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND, CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID, CDEV_E_PACKAGE_WORKSPACE_UNREADABLE
 */
export async function findRoot(cwd: string): Promise<WorkspaceRoot> {
  const start = await realpath(cwd).catch(() => cwd);
  let nearest: WorkspaceRoot | undefined;
  for (const folder of upwards(start)) {
    const manifest = await readManifest(folder);
    const list = await readWorkspaceList(folder, manifest);
    const here = { root: folder, manifest, ...list };
    if (list.patterns) {
      if (!nearest) return here;
      if (isMemberFolder(relative(folder, nearest.root).split(sep).join('/'), list.patterns)) return here;
    }
    if (manifest) nearest ??= here;
  }
  if (!nearest)
    throw errors.make('CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND', { folder: cwd, other: foreignManifest(start) ?? '' });
  return nearest;
}

function upwards(start: string): readonly string[] {
  const above = dirname(start);
  return above === start ? [start] : [start, ...upwards(above)];
}
