import type { LockGraph } from '@cdev/lock-file';
import type { PackageWorkspace } from '@cdev/package-workspace';
import { compare, rcompare, valid } from 'semver';
import { chooseVersions } from '../version/choose-version.ts';
import type { Dependency } from './dependency.ts';
import type { Deprecated, Duplicated, Licensed, Outdated, Unmaintained } from './findings.ts';

export interface Asking {
  readonly now: Date;
  /** Milliseconds. */
  readonly minimumAge: number;
}

/** Those with a newer version that may be proposed. */
export function findOutdated(
  dependencies: readonly Dependency[],
  { members }: Pick<PackageWorkspace, 'members'>,
  asking: Asking,
): readonly Outdated[] {
  const engines = members
    .map(({ manifest }) => (manifest['engines'] as { node?: string } | undefined)?.node)
    .find((range) => range !== undefined);
  return dependencies.flatMap(({ name, isDev, current, packument }) => {
    if (current === undefined || packument === undefined) return [];
    const chosen = chooseVersions(packument, { ...asking, current, engines });
    return chosen.compatible === undefined && chosen.breaking === undefined
      ? []
      : [{ name, isDev, current, ...chosen }];
  });
}

/** What their authors call outdated: by the lock file where it tells, and for direct dependencies by the registry. */
export function findDeprecated(
  dependencies: readonly Dependency[],
  graph: LockGraph | undefined,
): readonly Deprecated[] {
  const direct = new Set(dependencies.map(({ name }) => name));
  const found = new Map<string, Deprecated>();
  const add = (one: Deprecated): unknown => found.set(`${one.name}@${one.version}`, one);
  for (const { name, version, deprecated } of graph?.packages.values() ?? [])
    if (deprecated !== undefined && deprecated !== '')
      add({ name, version, message: deprecated, isDirect: direct.has(name) });
  for (const { name, current, packument } of dependencies) {
    const message = current === undefined ? undefined : packument?.versions[current]?.deprecated;
    if (current !== undefined && message !== undefined && message !== '')
      add({ name, version: current, message, isDirect: true });
  }
  return [...found.values()].toSorted((a, b) =>
    a.isDirect === b.isDirect ? a.name.localeCompare(b.name) : a.isDirect ? -1 : 1,
  );
}

/** Direct dependencies without a release for so long. */
export function findUnmaintained(
  dependencies: readonly Dependency[],
  { now, silence }: { readonly now: Date; readonly silence: number },
): readonly Unmaintained[] {
  return dependencies.flatMap(({ name, packument }) => {
    const { created: _, modified: __, ...released } = packument?.time ?? {};
    const newest = Object.values(released)
      .map((time) => Date.parse(time))
      .filter((time) => !Number.isNaN(time));
    if (newest.length === 0) return [];
    const last = Math.max(...newest);
    return now.getTime() - last < silence ? [] : [{ name, since: new Date(last).toISOString().slice(0, 10) }];
  });
}

export function findDuplicated(graph: LockGraph | undefined): readonly Duplicated[] {
  const versions = new Map<string, Set<string>>();
  for (const { name, version, origin } of graph?.packages.values() ?? [])
    if (origin === 'registry' && valid(version) !== null)
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
  return [...versions]
    .filter(([, found]) => found.size > 1)
    .map(([name, found]) => ({ name, versions: [...found].toSorted(compare) }))
    .toSorted((a, b) => b.versions.length - a.versions.length || a.name.localeCompare(b.name));
}

/** Direct dependencies without a licence, with a denied one, or whose next version has another. */
export function findLicences(
  dependencies: readonly Dependency[],
  { outdated, denied }: { readonly outdated: readonly Outdated[]; readonly denied: readonly string[] },
): readonly Licensed[] {
  return dependencies.flatMap(({ name, current, packument }): Licensed[] => {
    if (current === undefined || packument === undefined) return [];
    const update = outdated.find((one) => one.name === name);
    const target = [update?.breaking, update?.compatible]
      .filter((version) => version !== undefined)
      .toSorted(rcompare)[0];
    const now = licenceOf(packument.versions[current]);
    const next = target === undefined ? now : licenceOf(packument.versions[target]);
    const changed = next === now ? undefined : (next ?? 'none');
    const row = { name, current: now ?? 'none', next: changed };
    if (denied.some((licence) => now?.includes(licence) === true || next?.includes(licence) === true))
      return [{ ...row, problem: 'denied' }];
    if (now === undefined) return [{ ...row, problem: 'none' }];
    return changed === undefined ? [] : [{ ...row, problem: 'changes' }];
  });
}

/** Old manifests have an object, or a list of them. */
function licenceOf(manifest: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { license, licenses } = manifest ?? {};
  const one = license ?? (Array.isArray(licenses) ? (licenses[0] as unknown) : licenses);
  const text = typeof one === 'object' && one !== null ? (one as { type?: unknown }).type : one;
  return typeof text === 'string' && text !== '' && text !== 'UNLICENSED' ? text : undefined;
}
