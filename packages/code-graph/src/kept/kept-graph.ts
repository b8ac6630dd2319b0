import { statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isManifest } from '../imports/collect-imports.ts';
import type { ImportEdge, ImportGraph, ImportKind } from '../imports/import-graph.ts';
import type { Inventory } from '../inventory/inventory.ts';

/** An import graph by the numbers of the inventory's files. It holds as long as no content changes and `key` is the same. */
export interface KeptGraph {
  readonly key: string;
  /** Edges from file `n` are those from `starts[n]` to `starts[n + 1]`. */
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
  /** Of each edge: `import ./a.ts`. */
  readonly edges: readonly string[];
  readonly unresolvedFrom: Uint32Array;
  readonly unresolved: readonly string[];
  readonly unparsed: Uint32Array;
}

/** Names that change when packages are installed, which leads imports of them elsewhere. */
const installed = ['', '/.modules.yaml', '/.package-lock.json', '/.yarn-state.yml'];

/**
 * What decides beside the contents of `documents` where imports lead: which files there are, manifests that are no documents, and for files on
 * disk what is installed.
 */
export function graphKey({ root, commit, files }: Inventory, documents: ReadonlySet<string>): string {
  const paths = files.map(({ path }) => path).join('\0');
  const manifests = files.flatMap(({ path, size, blob, changedAt, generatedAs }) =>
    isManifest(path) && generatedAs !== 'vendored' && !documents.has(path)
      ? `${path}\0${size} ${blob ?? changedAt}`
      : [],
  );
  const times = (commit === undefined ? installed : []).map(
    (name) => statSync(join(root, `node_modules${name}`), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  // A sum, as the index itself has one: cryptography would have to be loaded for it, which takes longer than to look at all files.
  const sums = [paths, manifests.join('\0')].map((text) => `${text.length}.${crc32(text).toString(36)}`);
  return [commit === undefined ? 'disk' : 'commit', files.length, ...sums, ...times].join(' ');
}

export function keepGraph(graph: ImportGraph, { files }: Inventory, key: string): KeptGraph {
  const numbers = new Map(files.map(({ path }, at) => [path, at]));
  const numberOf = (path: string): number => numbers.get(path) ?? 0;
  const starts = new Uint32Array(files.length + 1);
  for (const { from } of graph.edges) starts[numberOf(from) + 1] = (starts[numberOf(from) + 1] ?? 0) + 1;
  for (let at = 0; at < files.length; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  return {
    key,
    starts,
    targets: Uint32Array.from(graph.edges, ({ to }) => numberOf(to)),
    edges: graph.edges.map(({ kind, specifier }) => `${kind} ${specifier}`),
    unresolvedFrom: Uint32Array.from(graph.unresolved, ({ from }) => numberOf(from)),
    unresolved: graph.unresolved.map(({ specifier }) => specifier),
    unparsed: Uint32Array.from(graph.unparsed, numberOf),
  };
}

/** The graph again; what nobody asks for is not made. `files` are in code unit order of their paths, as they were. */
export function graphOfKept(kept: KeptGraph, { files }: Inventory): ImportGraph {
  const { starts, targets } = kept;
  const pathOf = (number: number): string => files[number]?.path ?? '';
  let edges: readonly ImportEdge[] | undefined;
  let back: { readonly starts: Uint32Array; readonly sources: Uint32Array } | undefined;
  const between = (from: Uint32Array, all: Uint32Array, number: number): readonly string[] =>
    number === -1 ? [] : [...new Set(all.subarray(from[number], from[number + 1]))].map(pathOf);
  return {
    get edges() {
      return (edges ??= edgesOf(kept, pathOf));
    },
    get unresolved() {
      return kept.unresolved.map((specifier, at) => ({ from: pathOf(kept.unresolvedFrom[at] ?? 0), specifier }));
    },
    get unparsed() {
      return Array.from(kept.unparsed, pathOf);
    },
    importsOf: (path) => between(starts, targets, find(files, path)),
    importersOf: (path) => {
      back ??= turned(starts, targets);
      return between(back.starts, back.sources, find(files, path));
    },
  };
}

function edgesOf({ starts, targets, edges }: KeptGraph, pathOf: (number: number) => string): readonly ImportEdge[] {
  let from = 0;
  return edges.map((edge, at): ImportEdge => {
    while ((starts[from + 1] ?? Infinity) <= at) from += 1;
    const space = edge.indexOf(' ');
    const kind = edge.slice(0, space) as ImportKind;
    return { from: pathOf(from), to: pathOf(targets[at] ?? 0), kind, specifier: edge.slice(space + 1) };
  });
}

/** The same by target; sources ascend. */
function turned(starts: Uint32Array, targets: Uint32Array): { starts: Uint32Array; sources: Uint32Array } {
  const firsts = new Uint32Array(starts.length);
  for (const to of targets) firsts[to + 1] = (firsts[to + 1] ?? 0) + 1;
  for (let at = 0; at + 1 < firsts.length; at += 1) firsts[at + 1] = (firsts[at + 1] ?? 0) + (firsts[at] ?? 0);
  const next = firsts.slice();
  const sources = new Uint32Array(targets.length);
  for (let from = 0; from + 1 < starts.length; from += 1)
    for (let at = starts[from] ?? 0; at < (starts[from + 1] ?? 0); at += 1) {
      const to = targets[at] ?? 0;
      sources[next[to] ?? 0] = from;
      next[to] = (next[to] ?? 0) + 1;
    }
  return { starts: firsts, sources };
}

function find(files: Inventory['files'], path: string): number {
  let [low, high] = [0, files.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = files[middle]?.path ?? '';
    if (there === path) return middle;
    if (there < path) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
