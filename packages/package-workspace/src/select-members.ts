import { isAbsolute, relative, resolve, sep } from 'node:path';
import { errors } from './errors.ts';
import type { PackageWorkspace, WorkspaceMember } from './package-workspace.ts';

/**
 * The members of these names, in the order of the workspace. A name is that of a package, its path from the root, or its folder (absolute, or relative to
 * `cwd`).
 * @throws CDEV_E_PACKAGE_WORKSPACE_PACKAGE_UNKNOWN
 */
export function selectMembers(
  workspace: PackageWorkspace,
  names: readonly string[],
  { cwd = workspace.root }: { readonly cwd?: string } = {},
): readonly WorkspaceMember[] {
  const chosen = new Set(names.map((name) => memberNamed(workspace, name, cwd)));
  return workspace.members.filter((member) => chosen.has(member));
}

function memberNamed({ root, members }: PackageWorkspace, name: string, cwd: string): WorkspaceMember {
  const paths = [name, ...(isAbsolute(name) ? [relative(root, name)] : [relative(root, resolve(cwd, name))])].map(
    (path) => path.split(sep).join('/').replace(/^\.\//, '').replace(/\/+$/, ''),
  );
  const found =
    members.find((member) => member.name === name) ??
    paths.map((path) => members.find((member) => member.path === (path === '.' ? '' : path))).find(Boolean);
  if (found) return found;
  const known = members.map((member) => member.name || member.path);
  const shown = known.length > 12 ? [...known.slice(0, 12), `${known.length - 12} more`] : known;
  throw errors.make('CDEV_E_PACKAGE_WORKSPACE_PACKAGE_UNKNOWN', { name, known: shown.join(', ') || 'none' });
}
