import type { Ecosystem } from './graph/lock-graph.ts';

export const packageUrlTypes: Readonly<Record<Ecosystem, string>> = {
  npm: 'npm',
  PyPI: 'pypi',
  'crates.io': 'cargo',
  Go: 'golang',
  RubyGems: 'gem',
  Packagist: 'composer',
  NuGet: 'nuget',
  Maven: 'maven',
  Hex: 'hex',
  Pub: 'pub',
  SwiftURL: 'swift',
};

/** All of them, in the order in which they are told. */
export const ecosystems: readonly Ecosystem[] = Object.keys(packageUrlTypes) as Ecosystem[];

export interface PackageIdentity {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** Without one the URL means all versions. */
  readonly version?: string | undefined;
}

/**
 * `pkg:npm/%40scope/name@1.0.0`: all but letters, digits and `.-_~:` is escaped, and a slash of the name parts its segments.
 * @see https://github.com/package-url/purl-spec
 */
export function packageUrl({ ecosystem, name, version }: PackageIdentity): string {
  // The group of Maven is the namespace of the URL.
  const segments = name.split(ecosystem === 'Maven' ? ':' : '/');
  const path = segments.map(escapeSegment).join('/');
  return `pkg:${packageUrlTypes[ecosystem]}/${path}${version === undefined ? '' : `@${escapeSegment(version)}`}`;
}

function escapeSegment(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}
