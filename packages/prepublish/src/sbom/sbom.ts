import { createHash } from 'node:crypto';
import type { LockGraph } from '@cdev/lock-file';
import type { PackageTarball } from '@cdev/package-tarball';
import { validRange } from 'semver';
import { declaredRanges, registryTarget, type DeclaredRange } from '../rules/dependencies/declared-ranges.ts';
import type { NotRun } from '../rule/rule.ts';
import type { RegistryFacts } from '../subject/subject.ts';
import { hashesOf, ownComponent, purl, type Component } from './component.ts';
import { lockedDependencies, type LockedDependencies } from './locked-dependencies.ts';

export interface SbomOptions {
  /** The time that it is made. */
  readonly now: Date;
  readonly tool: { readonly name: string; readonly version: string };
  /** What is installed here; without it the bill ends with what the packages themselves declare. */
  readonly lock?: LockGraph | undefined;
  /** Where a tarball was packed, from the folder of the lock file with `/`. */
  readonly pathOf: (tarball: PackageTarball) => string | undefined;
  /** To name versions that the lock file does not; without it such a dependency has its range as version. */
  readonly registryOf: (tarball: PackageTarball) => RegistryFacts | NotRun;
}

/**
 * A CycloneDX 1.6 bill of the packages that are published, as a JSON document: everything that is installed with them, as the lock file
 * has it. Whether that is all of it stands under `compositions`.
 */
export async function sbomOf(tarballs: readonly PackageTarball[], options: SbomOptions): Promise<object> {
  const { now, tool, lock } = options;
  const components = new Map<string, Component>();
  const needs = new Map<string, readonly string[]>();
  const own = tarballs.map(ownComponent);
  const complete: string[] = [];
  for (const [at, tarball] of tarballs.entries()) {
    const self = own[at] as Component;
    components.set(self['bom-ref'], self);
    const path = options.pathOf(tarball);
    const locked = lock && path !== undefined ? lockedDependencies(lock, path) : undefined;
    const direct = await directOf(tarball, tarballs, { locked, registry: options.registryOf(tarball) });
    for (const component of direct.components) add(components, component);
    for (const component of locked?.components.values() ?? []) add(components, component);
    for (const [ref, list] of locked?.needs ?? []) needs.set(ref, [...new Set([...(needs.get(ref) ?? []), ...list])]);
    needs.set(self['bom-ref'], direct.refs);
    if (locked?.isComplete === true && direct.isLocked) complete.push(self['bom-ref']);
  }
  const refs = new Map(own.map((component) => [purl(component.name), component['bom-ref']]));
  const published = (ref: string): string => refs.get(ref) ?? ref;
  const all = [...components.values()];
  const [main] = own;
  const dependencies = [...needs]
    .filter(([ref]) => components.has(ref))
    .map(([ref, list]) => ({ ref, dependsOn: list.map(published).filter((each) => components.has(each)) }));
  const incomplete = own.map((component) => component['bom-ref']).filter((ref) => !complete.includes(ref));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf([...all.map((each) => each['bom-ref']), ...tarballs.map(({ integrity }) => integrity)])}`,
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      ...(own.length === 1 && main && { component: main }),
    },
    components: own.length === 1 ? all.slice(1) : all,
    dependencies,
    compositions: [
      ...(complete.length > 0 ? [{ aggregate: 'complete', dependencies: complete }] : []),
      ...(incomplete.length > 0 ? [{ aggregate: 'incomplete', dependencies: incomplete }] : []),
    ],
  };
}

/** What one package of the bill needs and another may leave out is needed. */
function add(components: Map<string, Component>, component: Component): void {
  const known = components.get(component['bom-ref']);
  if (!known || (known.scope === 'optional' && component.scope === 'required'))
    components.set(component['bom-ref'], component);
}

interface Direct {
  readonly refs: readonly string[];
  readonly components: readonly Component[];
  /** The lock file has all of them. */
  readonly isLocked: boolean;
}

interface DirectSources {
  readonly locked: LockedDependencies | undefined;
  readonly registry: RegistryFacts | NotRun;
}

/** What the manifest in the tarball declares: as locked, from the same bill, or as the registry would give it. */
async function directOf(
  tarball: PackageTarball,
  tarballs: readonly PackageTarball[],
  { locked, registry }: DirectSources,
): Promise<Direct> {
  const found = await Promise.all(
    declaredRanges(tarball.manifest).map(async (declared) => {
      const { name } = registryTarget(declared);
      const here = tarballs.find((each) => each.name === name);
      if (here) return { ref: purl(here.name, here.version), isLocked: true };
      const ref = locked?.direct.get(declared.name);
      if (ref !== undefined && locked?.components.has(ref) === true) return { ref, isLocked: true };
      const component = await declaredComponent(declared, registry);
      return { ref: component['bom-ref'], component, isLocked: declared.isOptional };
    }),
  );
  return {
    refs: [...new Set(found.map(({ ref }) => ref))],
    components: found.flatMap(({ component }) => component ?? []),
    isLocked: found.every(({ isLocked }) => isLocked),
  };
}

async function declaredComponent(declared: DeclaredRange, registry: RegistryFacts | NotRun): Promise<Component> {
  const { name, range } = registryTarget(declared);
  const found = 'notRun' in registry || validRange(range) === null ? undefined : await registry.best(name, range);
  const ref = found ? purl(name, found.version) : `${purl(name)}?range=${encodeURIComponent(range)}`;
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version: found?.version ?? range,
    purl: found ? ref : purl(name),
    scope: declared.isOptional ? 'optional' : 'required',
    ...hashesOf(found?.dist.integrity),
  };
}

/** The same contents give the same serial number (a version 8 UUID, RFC 9562). */
function uuidOf(seeds: readonly string[]): string {
  const hex = createHash('sha256').update(seeds.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
