import { compare } from 'semver';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph } from '../graph/lock-graph.ts';
import { given, malformed, type LockSource } from '../lock-source.ts';
import { readGoMod, type GoModule } from './read-go-mod.ts';

const command = 'go mod tidy';

/**
 * `go.sum` with the `go.mod` beside it. The versions that are built are those of `go.mod`: the sums are of all that were ever weighed. Since Go 1.17 it
 * lists the indirect ones too, before it they are only among the sums; which of the direct ones leads to them is not told.
 * @see https://go.dev/ref/mod
 */
export function parseGoSum(source: LockSource): LockGraph {
  const sums = sumsOf(source);
  const text = source.texts.get('go.mod');
  const mod = text === undefined ? undefined : readGoMod(text);
  const modules = mod ? [...mod.modules, ...(mod.isWhole ? [] : broughtBy(sums, mod.modules))] : listedIn(sums);
  const packages = modules.map((module): DraftPackage => {
    const { name, version, isLocal } = module;
    return {
      id: idOf(module),
      name,
      version,
      origin: isLocal ? 'local' : 'registry',
      edges: [],
      ...given({ integrity: sums.get(`${name} ${version}`) }),
    };
  });
  const id = importerId('');
  const edges = modules.map((module): LockEdge => ({ name: module.name, kind: 'runtime', to: idOf(module) }));
  return buildGraph({
    file: source.file,
    format: 'go',
    formatVersion: '',
    ecosystem: 'Go',
    packages,
    importers: mod ? [{ id, path: '', name: mod.name, edges }] : [],
    ...(!mod && { gaps: ['No go.mod beside it: versions that are not built are among the packages'] }),
    ...(mod?.isWhole === false && {
      gaps: ['go.mod is of before Go 1.17 and lists only what it asks for itself: the rest is taken from the sums'],
    }),
  });
}

function idOf({ name, version }: GoModule): string {
  return `${name} ${version}`;
}

/** `module version` -> `h1:…`, of the modules themselves and not of their go.mod alone. */
function sumsOf(source: LockSource): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const [index, line] of source.text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [name, version, sum, ...more] = line.trim().split(/\s+/);
    if (name === undefined || version === undefined || !sum?.startsWith('h1:') || more.length > 0)
      throw malformed(source, `"${line.slice(0, 80)}" is no module with its sum`, { line: index + 1, command });
    if (!version.endsWith('/go.mod')) sums.set(`${name} ${version}`, sum);
  }
  return sums;
}

/** What others bring along: of each module that is not listed the highest version with a sum, as a build takes the highest one that is asked for. */
function broughtBy(sums: ReadonlyMap<string, string>, listed: readonly GoModule[]): readonly GoModule[] {
  const known = new Set(listed.map(({ name }) => name));
  const highest = new Map<string, GoModule>();
  for (const module of listedIn(sums)) {
    const other = highest.get(module.name);
    if (!known.has(module.name) && (!other || compare(module.version, other.version) > 0))
      highest.set(module.name, module);
  }
  return [...highest.values()];
}

function listedIn(sums: ReadonlyMap<string, string>): readonly GoModule[] {
  return [...sums.keys()].map((key) => {
    const [name = '', version = ''] = key.split(' ');
    return { name, version, isLocal: false };
  });
}
