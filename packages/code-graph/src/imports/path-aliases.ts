import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import { foldersAbove } from './folders-above.ts';
import type { Tree } from './tree.ts';

/** The file that `paths` or `baseUrl` of the nearest compiler configuration give to a specifier. */
export type PathAliases = (from: string, specifier: string) => string | undefined;

interface Configuration {
  /** Folder that relative targets start from, with a slash at the end; empty for the root. */
  readonly base: string;
  readonly hasBaseUrl: boolean;
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

/**
 * Reads all `tsconfig*.json` and `jsconfig.json`. A configuration that extends what is not here counts with what it says itself;
 * several in one folder (as `tsconfig.app.json` beside a root of references) are asked in turn.
 */
export function readPathAliases(manifests: ReadonlyMap<string, string>, tree: Tree): PathAliases {
  const byFolder = new Map<string, Configuration[]>();
  const files = [...manifests.keys()].filter((path) => /[jt]sconfig[^/]*\.json$/.test(path));
  // `tsconfig.json` before its more special sisters.
  for (const path of files.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const found = readConfiguration(manifests, path, 0);
    if (!found) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), found]);
  }
  return (from, specifier) => {
    for (const folder of foldersAbove(from)) {
      for (const configuration of byFolder.get(folder) ?? []) {
        const path = byPaths(configuration, tree, { from, specifier });
        if (path !== undefined) return path;
      }
    }
    return undefined;
  };
}

function byPaths(
  { base, hasBaseUrl, paths }: Configuration,
  tree: Tree,
  { from, specifier }: { from: string; specifier: string },
): string | undefined {
  for (const [pattern, targets] of paths) {
    const [before = '', after] = pattern.split('*');
    const matches =
      after === undefined ? specifier === pattern : specifier.startsWith(before) && specifier.endsWith(after);
    if (!matches) continue;
    const star = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
    for (const target of targets) {
      const path = tree.file(posix.join(base, target.replace('*', star)), from);
      if (path !== undefined) return path;
    }
  }
  return hasBaseUrl ? tree.file(posix.join(base, specifier), from) : undefined;
}

function readConfiguration(
  manifests: ReadonlyMap<string, string>,
  path: string,
  depth: number,
): Configuration | undefined {
  const text = manifests.get(path);
  if (text === undefined || depth > 5) return undefined;
  const content = parseConfiguration(text);
  if (!isRecord(content)) return undefined;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const options = isRecord(content['compilerOptions']) ? content['compilerOptions'] : {};
  const baseUrl = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : undefined;
  const base = baseUrl === undefined ? folder : asFolder(posix.join(folder, baseUrl));
  const own = isRecord(options['paths']) ? readPaths(options['paths']) : undefined;
  if (own) return { base, hasBaseUrl: baseUrl !== undefined, paths: own };
  const parents = [content['extends']].flat().filter((parent) => typeof parent === 'string' && parent.startsWith('.'));
  for (const parent of parents.reverse()) {
    const at = posix.join(folder, String(parent));
    const file = [at, `${at}.json`].find((candidate) => manifests.has(candidate));
    const inherited = file === undefined ? undefined : readConfiguration(manifests, file, depth + 1);
    if (inherited) return baseUrl === undefined ? inherited : { ...inherited, base, hasBaseUrl: true };
  }
  return baseUrl === undefined ? undefined : { base, hasBaseUrl: true, paths: [] };
}

/** Comments and commas at the end are allowed, and rare. */
function parseConfiguration(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text, [], { allowTrailingComma: true }) as unknown;
  }
}

/** The longest fixed beginning wins, as in the compiler. */
function readPaths(paths: Readonly<Record<string, unknown>>): Configuration['paths'] {
  return Object.entries(paths)
    .map(([pattern, targets]) => [pattern, [targets].flat().filter((target) => typeof target === 'string')] as const)
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a));
}

function fixedLength(pattern: string): number {
  const star = pattern.indexOf('*');
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}

function asFolder(path: string): string {
  const plain = path.replace(/^\.\/?/, '').replace(/\/$/, '');
  return plain === '' ? '' : `${plain}/`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
