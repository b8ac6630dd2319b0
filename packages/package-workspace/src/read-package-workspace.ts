import { join } from 'node:path';
import { errors } from './errors.ts';
import { findRoot, type WorkspaceRoot } from './find-root.ts';
import { memberFolders } from './member-folders.ts';
import { findPackageManager } from './package-manager.ts';
import type { PackageManifest, PackageWorkspace, WorkspaceMember } from './package-workspace.ts';
import { readManifest } from './read-manifest.ts';

export interface ReadPackageWorkspaceOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The workspace that a folder is in, read from npm's, yarn's and bun's `workspaces` or from `pnpm-workspace.yaml`; a package by itself is a workspace of
 * one. Nothing needs to be installed.
 * @throws CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND, _MANIFEST_INVALID (with file and line), _UNREADABLE, _NAME_TWICE
 */
export async function readPackageWorkspace(
  cwd: string,
  { signal }: ReadPackageWorkspaceOptions = {},
): Promise<PackageWorkspace> {
  const found = await findRoot(cwd);
  signal?.throwIfAborted();
  const [members, manager] = await Promise.all([readMembers(found), findPackageManager(found.root, found.manifest)]);
  signal?.throwIfAborted();
  assertNamesOnce(members);
  return { root: found.root, manager, members, catalogs: found.catalogs, catalogPlaces: found.catalogPlaces };
}

async function readMembers({ root, manifest, patterns }: WorkspaceRoot): Promise<readonly WorkspaceMember[]> {
  const paths = patterns ? await memberFolders(root, patterns) : [];
  const below = await Promise.all(
    paths.map(async (path) => {
      const folder = join(root, path);
      const content = await readManifest(folder);
      return content ? [memberOf(content, { folder, path })] : [];
    }),
  );
  return [...(manifest ? [memberOf(manifest, { folder: root, path: '' })] : []), ...below.flat()];
}

function memberOf(manifest: PackageManifest, place: { folder: string; path: string }): WorkspaceMember {
  const { name = '', version = '' } = manifest;
  return {
    name,
    version,
    ...place,
    manifest,
    isPublishable: manifest.private !== true && name !== '' && version !== '',
  };
}

function assertNamesOnce(members: readonly WorkspaceMember[]): void {
  const byName = Map.groupBy(members, ({ name }) => name);
  for (const [name, same] of byName)
    if (name !== '' && same.length > 1) {
      const places = same.map(({ path }) => (path === '' ? 'the root' : path)).join(', ');
      throw errors.make('CDEV_E_PACKAGE_WORKSPACE_NAME_TWICE', { name, places });
    }
}
