import type { PackageManifest, PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import { errors } from './errors.ts';

const ranged = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** What pnpm takes from `publishConfig` into the manifest itself. */
const overridable = new Set([
  'bin',
  'browser',
  'cpu',
  'engines',
  'es2015',
  'esnext',
  'exports',
  'imports',
  'libc',
  'main',
  'module',
  'os',
  'type',
  'types',
  'typesVersions',
  'typings',
  'umd:main',
  'unpkg',
]);

/** They belong to publishing, and would run on the machines of users who install from git. */
const publishScripts = new Set(['prepublishOnly', 'prepack', 'prepare', 'postpack', 'publish', 'postpublish']);

/**
 * The manifest that users of a package get: `workspace:` and `catalog:` ranges as what they stand for, the overrides of `publishConfig` in place, and without
 * what is for the workspace only. After the documented behaviour of `pnpm pack`.
 * @throws CDEV_E_PACKAGE_TARBALL_RANGE_UNRESOLVED
 */
export function publishedManifest(member: WorkspaceMember, workspace: PackageWorkspace): PackageManifest {
  const { packageManager: _manager, pnpm: _pnpm, publishConfig, scripts, ...rest } = member.manifest;
  const config = Object(publishConfig) as Readonly<Record<string, unknown>>;
  const moved = Object.fromEntries(Object.entries(config).filter(([field]) => overridable.has(field)));
  const kept = Object.fromEntries(Object.entries(config).filter(([field]) => !overridable.has(field)));
  const lists = ranged.flatMap((field) => {
    const list = rest[field];
    return typeof list === 'object' && list !== null
      ? [[field, resolvedRanges(list, { member, workspace })] as const]
      : [];
  });
  return {
    ...rest,
    ...(scripts !== undefined && { scripts: withoutPublishScripts(scripts) }),
    ...Object.fromEntries(lists),
    ...(publishConfig !== undefined && { publishConfig: kept }),
    ...moved,
  };
}

function withoutPublishScripts(scripts: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(Object(scripts) as Record<string, unknown>).filter(([name]) => !publishScripts.has(name)),
  );
}

interface Place {
  readonly member: WorkspaceMember;
  readonly workspace: PackageWorkspace;
}

function resolvedRanges(list: object, place: Place): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(list).map(([dependency, range]: [string, unknown]) => [
      dependency,
      typeof range === 'string' ? resolvedRange({ ...place, dependency, range }) : range,
    ]),
  );
}

function resolvedRange(asked: Place & { readonly dependency: string; readonly range: string }): string {
  const { range } = asked;
  if (range.startsWith('workspace:')) return workspaceRange(asked, range.slice('workspace:'.length));
  if (range.startsWith('catalog:')) return catalogRange(asked, range.slice('catalog:'.length).trim() || 'default');
  return range;
}

/** `^`, `~` and `*` stand for the version of the sibling; `name@range` for a sibling under another name; the rest is a range itself. */
function workspaceRange(asked: Parameters<typeof resolvedRange>[0], wanted: string): string {
  const { workspace, dependency } = asked;
  const [, alias, range = wanted] = /^(@?[^@]+)@(.*)$/.exec(wanted) ?? [];
  const sibling = alias ?? dependency;
  const found = workspace.members.find(({ name }) => name === sibling);
  if (!found) return refuse(asked, `the workspace has no package ${sibling}`);
  if (found.version === '') return refuse(asked, `${sibling} has no version`);
  const version =
    range === '*' || range === ''
      ? found.version
      : range === '^' || range === '~'
        ? `${range}${found.version}`
        : /^\.{1,2}(?:\/|$)/.test(range)
          ? found.version
          : range;
  return alias === undefined ? version : `npm:${alias}@${version}`;
}

function catalogRange(asked: Parameters<typeof resolvedRange>[0], catalog: string): string {
  const range = asked.workspace.catalogs[catalog]?.[asked.dependency];
  if (range === undefined) return refuse(asked, `the catalogue "${catalog}" does not have it`);
  return resolvedRange({ ...asked, range });
}

function refuse({ member, dependency, range }: Parameters<typeof resolvedRange>[0], reason: string): never {
  throw errors.make('CDEV_E_PACKAGE_TARBALL_RANGE_UNRESOLVED', { package: member.name, dependency, range, reason });
}
