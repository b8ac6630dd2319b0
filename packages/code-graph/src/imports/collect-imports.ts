import type { Inventory } from '../inventory/inventory.ts';
import { isScriptLanguage } from '../inventory/language-of.ts';
import { eachText } from '../inventory/each-text.ts';
import { findSpecifiers, type FoundSpecifier, type FoundSpecifiers } from './find-specifiers.ts';
import type { ImportEdge, ImportGraph } from './import-graph.ts';
import { importLanguageOf, type ImportLanguage } from './language-imports.ts';
import type { LanguageResolve } from './leads-to.ts';
import { createResolver } from './resolver.ts';

/** Takes texts in any order, so that whoever reads the files for another purpose need not read them twice. */
export interface ImportCollector {
  readonly add: (path: string, text: string) => void;
  /** The same of what was found by `importsIn`. */
  readonly addFound: (path: string, found: FoundSpecifiers) => void;
  readonly finish: () => ImportGraph;
}

const manifest = /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|go\.mod|Cargo\.toml)$/;

/** True for what says where imports lead. */
export function isManifest(path: string): boolean {
  return manifest.test(path);
}

/** True for what the graph can read. */
export function hasImports(path: string, language: string): boolean {
  return isScriptLanguage(language) || importLanguageOf(path) !== undefined;
}

/** What a file imports, as written in it, in whatever language of the graph it is. */
export function importsIn(path: string, text: string): FoundSpecifiers {
  return importLanguageOf(path)?.find(text) ?? findSpecifiers(path, text);
}

/** Reads what resolution needs: manifests and compiler configurations. */
export async function collectImports(
  inventory: Inventory,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<ImportCollector> {
  const manifests = new Map<string, string>();
  const files = inventory.files.filter(({ path, generatedAs }) => isManifest(path) && generatedAs !== 'vendored');
  await eachText({ inventory, files, signal }, (path, text) => manifests.set(path, text));
  const resolve = createResolver(inventory, manifests);
  const edges = new Map<string, readonly ImportEdge[]>();
  const unresolved: { from: string; specifier: string }[] = [];
  const unparsed: string[] = [];
  const waiting = new Map<ImportLanguage, Map<string, FoundSpecifiers>>();

  function addFound(path: string, all: FoundSpecifiers): void {
    const language = importLanguageOf(path);
    if (language) {
      const ofLanguage = waiting.get(language);
      if (ofLanguage) ofLanguage.set(path, all);
      else waiting.set(language, new Map([[path, all]]));
      return;
    }
    const { specifiers, isParsed } = all;
    if (!isParsed) unparsed.push(path);
    keep(path, specifiers, (from, specifier) => {
      const { to, isOwn } = resolve(from, specifier);
      return { to: to === undefined ? [] : [to], isOwn: isOwn && isParsed };
    });
  }

  function keep(from: string, specifiers: readonly FoundSpecifier[], lead: LanguageResolve): void {
    const own = new Map<string, ImportEdge>();
    for (const { specifier, kind } of specifiers) {
      const { to, isOwn } = lead(from, specifier);
      if (to.length === 0 && isOwn) unresolved.push({ from, specifier });
      for (const target of to) {
        const key = `${kind} ${target}`;
        if (target !== from && !own.has(key)) own.set(key, { from, to: target, kind, specifier });
      }
    }
    if (own.size > 0) edges.set(from, [...own.values()].sort(byTarget));
  }

  function finish(): ImportGraph {
    const paths = inventory.files.map(({ path }) => path);
    const there = new Set(waiting.size > 0 ? paths : []);
    for (const [{ resolver }, found] of waiting) {
      const lead = resolver({ paths, has: (path) => there.has(path), manifests, found });
      for (const [path, { specifiers }] of found) keep(path, specifiers, lead);
    }
    return graphOf(inOrder(edges), unresolved, unparsed);
  }

  return { add: (path, text) => addFound(path, importsIn(path, text)), addFound, finish };
}

function byTarget(a: ImportEdge, b: ImportEdge): number {
  if (a.to !== b.to) return a.to < b.to ? -1 : 1;
  return a.kind < b.kind ? -1 : 1;
}

function inOrder(edges: ReadonlyMap<string, readonly ImportEdge[]>): readonly ImportEdge[] {
  return [...edges.keys()].sort().flatMap((path) => edges.get(path) ?? []);
}

function graphOf(
  sorted: readonly ImportEdge[],
  unresolved: readonly { from: string; specifier: string }[],
  unparsed: readonly string[],
): ImportGraph {
  // Made when somebody asks: who only wants the edges does not wait for them.
  let imports: ReadonlyMap<string, readonly string[]> | undefined;
  let importers: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    edges: sorted,
    unresolved: [...unresolved].sort((a, b) => (a.from + a.specifier < b.from + b.specifier ? -1 : 1)),
    unparsed: [...unparsed].sort(),
    importsOf: (path) => (imports ??= neighbours(sorted.map(({ from, to }) => [from, to]))).get(path) ?? [],
    importersOf: (path) => (importers ??= neighbours(sorted.map(({ from, to }) => [to, from]))).get(path) ?? [],
  };
}

function neighbours(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, Set<string>>();
  for (const [near, far] of pairs) {
    const known = sets.get(near);
    if (known) known.add(far);
    else sets.set(near, new Set([far]));
  }
  return new Map([...sets].map(([near, far]) => [near, [...far].sort()]));
}
