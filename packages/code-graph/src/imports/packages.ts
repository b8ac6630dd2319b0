import { posix } from 'node:path';

export interface PackageManifest {
  readonly name: string | undefined;
  /** With a slash at the end; empty for the root. */
  readonly folder: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const notOwn = /(?:^|\/)(?:__tests__|__fixtures__|fixtures?|testdata|templates?)\//;

/** The packages of the repository, deepest folder first, so that the first that contains a file is the file's own. */
export function findPackages(manifests: ReadonlyMap<string, string>): readonly PackageManifest[] {
  return [...manifests]
    .filter(([path]) => posix.basename(path) === 'package.json')
    .flatMap(([path, text]) => readManifest(path.slice(0, -'package.json'.length), text) ?? [])
    .sort((a, b) => depth(b.folder) - depth(a.folder) || (a.folder < b.folder ? -1 : 1));
}

/** Undefined where the text is no manifest. */
export function readManifest(folder: string, text: string): PackageManifest | undefined {
  const content = parseObject(text);
  if (!content) return undefined;
  const name = typeof content['name'] === 'string' ? content['name'] : undefined;
  return { name, folder, content };
}

/** The package of that name; where several have it, one that is no fixture, then the one nearest the root. */
export function packageNamed(packages: readonly PackageManifest[], name: string): PackageManifest | undefined {
  const named = packages.filter((candidate) => candidate.name === name).reverse();
  return named.find(({ folder }) => !notOwn.test(folder)) ?? named[0];
}

export function packageOf(packages: readonly PackageManifest[], path: string): PackageManifest | undefined {
  return packages.find(({ folder }) => path.startsWith(folder));
}

/** The package that a bare specifier names: `@x/a/tools` gives `@x/a`. */
export function nameOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** What the packages depend on, in any way. */
export function dependencyNames(packages: readonly PackageManifest[]): readonly string[] {
  const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return packages.flatMap(({ content }) => fields.flatMap((field) => Object.keys(Object(content[field]) as object)));
}

function depth(folder: string): number {
  return folder.split('/').length;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
