import type { PackageManifest } from '@cdev/package-workspace';
import { field } from '../../rule/places.ts';

export interface DeclaredRange {
  readonly name: string;
  readonly range: string;
  readonly place: string;
  readonly field: 'dependencies' | 'optionalDependencies' | 'peerDependencies';
  /** A peer that users may leave out. */
  readonly isOptional: boolean;
}

/** What users install with the package. */
export function declaredRanges(manifest: PackageManifest): readonly DeclaredRange[] {
  const meta = (manifest['peerDependenciesMeta'] ?? {}) as Readonly<Record<string, { optional?: boolean } | undefined>>;
  return (['dependencies', 'optionalDependencies', 'peerDependencies'] as const).flatMap((fieldName) => {
    const declared = manifest[fieldName];
    if (typeof declared !== 'object' || declared === null) return [];
    return Object.entries(declared as Readonly<Record<string, unknown>>).map(([name, range]) => ({
      name,
      range: typeof range === 'string' ? range.trim() : '',
      place: field(fieldName, name),
      field: fieldName,
      isOptional: fieldName === 'optionalDependencies' || meta[name]?.optional === true,
    }));
  });
}

export type RangeKind = 'registry' | 'workspace' | 'local' | 'git' | 'url' | 'tag' | 'invalid';

/** Where a package manager goes for a range. */
export function rangeKind(range: string, isRange: (text: string) => boolean): RangeKind {
  if (/^(?:workspace|catalog):/.test(range)) return 'workspace';
  if (/^(?:file|link|portal):|^(?:\.{0,2}|~)\//.test(range)) return 'local';
  if (/^(?:git(?:\+\w+)?|ssh|github|gitlab|bitbucket|gist):/.test(range)) return 'git';
  if (/^https?:.*\.git(?:#|$)/.test(range)) return 'git';
  if (/^https?:/.test(range)) return 'url';
  const plain = range.replace(/^npm:(?:@[^/]+\/)?[^@]+@?/, '');
  if (isRange(plain)) return 'registry';
  if (/^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(plain)) return 'git';
  return /^[A-Za-z][\w.-]*$/.test(plain) ? 'tag' : 'invalid';
}

/** The package and the range that a registry is asked for; an alias names another package. */
export function registryTarget({ name, range }: DeclaredRange): { name: string; range: string } {
  const [, alias, aliased = ''] = /^npm:((?:@[^/]+\/)?[^@]+)@?(.*)$/.exec(range) ?? [];
  return alias === undefined ? { name, range } : { name: alias, range: aliased === '' ? '*' : aliased };
}
