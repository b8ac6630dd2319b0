import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readTarball, type PackageTarball } from '@cdev/package-tarball';
import {
  publishOrder,
  readPackageWorkspace,
  selectMembers,
  type PackageWorkspace,
  type WorkspaceMember,
} from '@cdev/package-workspace';
import { errors } from '../errors.ts';

/** What a run looks at: tarballs as they are, or members of a workspace that are packed first. */
export type Choice =
  | {
      readonly kind: 'tarballs';
      readonly tarballs: readonly { readonly file: string; readonly tarball: PackageTarball }[];
    }
  | {
      readonly kind: 'members';
      readonly workspace: PackageWorkspace;
      /** In the order in which they are published. */
      readonly members: readonly WorkspaceMember[];
      /** They were named, or the only one. */
      readonly isChosen: boolean;
    };

/**
 * @param names names, paths or folders of members, or `.tgz` files; without any the member that `cwd` is in, at the root all
 * @throws CDEV_E_PREPUBLISH_MIXED, _NOTHING, _FILE_UNREADABLE; CDEV_E_PACKAGE_WORKSPACE_*, CDEV_E_PACKAGE_TARBALL_*
 */
export async function choosePackages(names: readonly string[], cwd: string, signal: AbortSignal): Promise<Choice> {
  const files = names.filter((name) => /\.t(?:ar\.)?gz$/.test(name));
  if (files.length > 0) {
    if (files.length < names.length) throw errors.make('CDEV_E_PREPUBLISH_MIXED');
    return { kind: 'tarballs', tarballs: await Promise.all(files.map((file) => readFrom(file, cwd))) };
  }
  const workspace = await readPackageWorkspace(cwd, { signal });
  if (names.length > 0)
    return {
      kind: 'members',
      workspace,
      members: publishOrder(selectMembers(workspace, names, { cwd })),
      isChosen: true,
    };
  const here = realpathSync(cwd);
  const inside = workspace.members.find(
    ({ folder, path }) => path !== '' && (here === folder || here.startsWith(`${folder}/`)),
  );
  const members = inside ? [inside] : publishOrder(workspace.members.filter(({ isPublishable }) => isPublishable));
  // The only package there is gets looked at even if it cannot be published: that is then the finding.
  const only = members.length === 0 && workspace.members.length === 1 ? workspace.members : members;
  if (only.length === 0 || only.some(({ name, version }) => name === '' && version === ''))
    throw errors.make('CDEV_E_PREPUBLISH_NOTHING', { where: workspace.root });
  return {
    kind: 'members',
    workspace,
    members: only,
    isChosen: inside !== undefined || workspace.members.length === 1,
  };
}

async function readFrom(file: string, cwd: string): Promise<{ file: string; tarball: PackageTarball }> {
  const path = resolve(cwd, file);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PREPUBLISH_FILE_UNREADABLE', { file, reason: code }, { cause });
  }
  return { file: path, tarball: readTarball(bytes) };
}
