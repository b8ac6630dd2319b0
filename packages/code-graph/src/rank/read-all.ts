import { collectImports, hasImports, importsIn } from '../imports/collect-imports.ts';
import type { FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { isCodeLanguage } from '../inventory/language-of.ts';
import { graphKey, graphOfKept, keepGraph } from '../kept/kept-graph.ts';
import type { KeptIndex } from '../kept/kept-index.ts';
import { readContents } from '../kept/read-contents.ts';
import { createTextIndex, someDocuments, textIndexOf, type TextIndex, type TextIndexBuilder } from './text-index.ts';

export interface ReadAllOptions {
  /** The files that are looked at. */
  readonly inventory: Inventory;
  /** All there are. */
  readonly all: readonly InventoryFile[];
  /** What an earlier run found. */
  readonly kept: KeptIndex | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Texts {
  readonly graph: ImportGraph;
  readonly text: TextIndex;
  readonly kept: Omit<KeptIndex, 'form' | 'past'>;
  readonly isNew: boolean;
}

/**
 * Each text is read once, for the imports and for the words, and not at all where they are known. What is kept of files that are not
 * looked at stays as it was: others will look at them.
 */
export async function readAll({ inventory, all, kept, signal }: ReadAllOptions): Promise<Texts> {
  const readable = all.filter(({ isGenerated, isBinary, isLink }) => !isGenerated && !isBinary && !isLink);
  const limit = bytesOfEach(readable);
  const before = kept?.limit === limit ? kept : undefined;
  const documentOf = new Map(before?.text.paths.map((path, document) => [path, document]));
  const isLookedAt = pathsOf(inventory, all);
  const files = readable.filter(({ path }) => isLookedAt(path) || documentOf.has(path));
  const find = (path: string, name: string): number | undefined => {
    const document = documentOf.get(path);
    return document !== undefined && before?.contents[document] === name ? document : undefined;
  };
  const contents: string[] = [];
  /** What each document is in the earlier index, or what was found in it now. */
  const origins: (number | FoundSpecifiers | undefined)[] = [];
  // Most often nothing has changed: then the words are taken as they are.
  let builder: TextIndexBuilder | undefined;
  const isKnown = (path: string, name: string): boolean => find(path, name) !== undefined;
  const seen = before?.seen?.root === inventory.root ? before.seen : undefined;
  // What changed while it was read, or right after it within what a clock tells, may have changed again.
  const isSure = (changedAt: number): boolean => seen !== undefined && changedAt < seen.at - clockMilliseconds;
  const nameOfSeen = ({ path, changedAt = Infinity }: InventoryFile): string | undefined => {
    const document = documentOf.get(path);
    if (document === undefined) return undefined;
    const isSame = !isLookedAt(path) || (seen?.changedAt[document] === changedAt && isSure(changedAt));
    return isSame ? before?.contents[document] : undefined;
  };
  const at = Date.now();
  const changedAt: number[] = [];
  /** Documents of files that are looked at. */
  const own: number[] = [];
  let unseen = 0;
  for await (const { file, name, text } of readContents({ inventory, files, isKnown, seen: nameOfSeen, signal })) {
    const document = text === undefined ? find(file.path, name) : undefined;
    if (document !== contents.length) builder ??= startAfter(before, contents.length);
    const isOwn = isLookedAt(file.path);
    if (isOwn) own.push(contents.length);
    contents.push(name);
    if (isOwn) changedAt.push(file.changedAt ?? 0);
    else {
      const was = seen?.changedAt[document ?? -1] ?? 0;
      changedAt.push(isSure(was) ? was : 0);
    }
    if (nameOfSeen(file) === undefined && (file.changedAt ?? Infinity) < at - clockMilliseconds) unseen += 1;
    const isNew = document === undefined && text !== undefined && hasImports(file.path, file.language);
    origins.push(isNew ? importsIn(file.path, text) : document);
    if (document !== undefined) builder?.addKept(document);
    else
      builder?.add(file.path, (text ?? '').slice(0, isCodeLanguage(file.language) ? limit : Math.min(limit, 65_536)));
  }
  if (before && contents.length < before.contents.length) builder ??= startAfter(before, contents.length);
  const text = builder ? builder.finish() : textIndexOf(before?.text ?? createTextIndex().finish().data);
  const { paths } = text;
  const importsOf = (document: number): FoundSpecifiers | undefined => {
    const origin = origins[document];
    return typeof origin === 'number' ? before?.imports[origin] : origin;
  };
  const key = graphKey(inventory, new Set(own.map((document) => paths[document] ?? '')));
  const graphs = builder ? [] : (before?.graphs ?? []);
  const known = graphs.find((graph) => graph.key === key);
  const graph = known
    ? graphOfKept(known, inventory)
    : await readGraph(
        inventory,
        own.map((document) => [paths[document] ?? '', importsOf(document)]),
        signal,
      );
  return {
    graph,
    text: own.length === contents.length ? text : textIndexOf(someDocuments(text.data, own)),
    kept: {
      limit,
      contents,
      // Asked for only where it is written.
      get imports() {
        return origins.map((_, document) => importsOf(document));
      },
      graphs: known ? graphs : [keepGraph(graph, inventory, key), ...graphs].slice(0, mostGraphs),
      text: text.data,
      seen: { root: inventory.root, at, changedAt: Float64Array.from(changedAt) },
    },
    // To follow the imports again costs less than to write all anew.
    isNew: builder !== undefined || unseen >= worthKeeping,
  };
}

/** So many choices of files take turns. */
const mostGraphs = 3;

async function readGraph(
  inventory: Inventory,
  imports: readonly (readonly [path: string, found: FoundSpecifiers | undefined])[],
  signal: AbortSignal | undefined,
): Promise<ImportGraph> {
  const collector = await collectImports(inventory, { signal });
  for (const [path, found] of imports) if (found) collector.addFound(path, found);
  return collector.finish();
}

function pathsOf({ files }: Inventory, all: readonly InventoryFile[]): (path: string) => boolean {
  if (files.length === all.length) return () => true;
  const paths = new Set(files.map(({ path }) => path));
  return (path) => paths.has(path);
}

/** Files that need not be read again are worth a new index where there are so many. */
const worthKeeping = 500;

/** Clocks of file systems are coarse, and those of network drives go differently. */
const clockMilliseconds = 3000;

/** The words of the first documents are as they were. */
function startAfter(before: KeptIndex | undefined, documents: number): TextIndexBuilder {
  const builder = createTextIndex(before?.text);
  for (let document = 0; document < documents; document += 1) builder.addKept(document);
  return builder;
}

/** Very large repositories are indexed by the beginnings of their files, so that memory stays bounded. */
function bytesOfEach(files: readonly InventoryFile[]): number {
  const most = 268_435_456;
  const all = files.reduce((sum, { size }) => sum + Math.min(size, 524_288), 0);
  return all <= most ? 524_288 : Math.max(4096, Math.floor(most / files.length));
}
