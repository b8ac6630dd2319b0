import { collectImports, hasImports, importsIn } from '../imports/collect-imports.ts';
import type { FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { isCodeLanguage } from '../inventory/language-of.ts';
import { graphKey, graphOfKept, keepGraph } from '../kept/kept-graph.ts';
import type { KeptIndex, SeenFiles } from '../kept/kept-index.ts';
import { readContents } from '../kept/read-contents.ts';
import { prepareForMuchWork } from '../one-answer.ts';
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
  const before = kept?.limit === limit ? { kept, text: textIndexOf(kept.text) } : undefined;
  const isLookedAt = pathsOf(inventory, all);
  const files = readable.filter(({ path }) => isLookedAt(path) || before?.text.documentOf.has(path));
  const reading: Reading = { inventory, files, before, limit, isLookedAt, at: Date.now(), signal };
  const same = unchanged(reading);
  if (!same) prepareForMuchWork();
  const { text, contents, importsOf, changedAt, own, isNew, isWorthKeeping } = same ?? (await readChanged(reading));
  const { paths } = text;
  const key = graphKey(inventory, new Set(own.map((document) => paths[document] ?? '')));
  const graphs = isNew ? [] : (before?.kept.graphs ?? []);
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
    text: own.length === paths.length ? text : someDocuments(text.data, own),
    kept: {
      limit,
      // Asked for only where they are written.
      get contents() {
        return contents();
      },
      get imports() {
        return paths.map((_, document) => importsOf(document));
      },
      graphs: known ? graphs : [keepGraph(graph, inventory, key), ...graphs].slice(0, mostGraphs),
      text: text.data,
      seen: { root: inventory.root, at: reading.at, changedAt },
    },
    isNew: isNew || isWorthKeeping,
  };
}

interface Reading {
  readonly inventory: Inventory;
  /** Those that are looked at and can be read, and others that the earlier index has. */
  readonly files: readonly InventoryFile[];
  readonly before: { readonly kept: KeptIndex; readonly text: TextIndex } | undefined;
  readonly limit: number;
  readonly isLookedAt: (path: string) => boolean;
  /** Milliseconds since 1970 when reading began. */
  readonly at: number;
  readonly signal: AbortSignal | undefined;
}

/** What all files have, in numbers of documents of `text`. */
interface Reads {
  readonly text: TextIndex;
  readonly contents: () => readonly string[];
  readonly importsOf: (document: number) => FoundSpecifiers | undefined;
  readonly changedAt: Float64Array;
  /** Documents of files that are looked at. */
  readonly own: readonly number[];
  /** Something is not as the earlier index has it. */
  readonly isNew: boolean;
  readonly isWorthKeeping: boolean;
}

/** Most often nothing has changed: then all is taken as it is, and names of contents and imports are not even unpacked. */
function unchanged({ inventory, files, before, isLookedAt }: Reading): Reads | undefined {
  if (!before || files.length !== before.text.paths.length) return undefined;
  const { text, kept } = before;
  const isSeen = seenIn(kept, inventory, isLookedAt);
  for (let at = 0; at < files.length; at += 1) {
    const file = files[at] as InventoryFile;
    if (file.path !== text.paths[at]) return undefined;
    if (!isSeen(file, at) && (file.blob === undefined || file.blob !== kept.contents[at])) return undefined;
  }
  const own = [...files.keys()].filter((at) => isLookedAt(files[at]?.path ?? ''));
  return {
    text,
    contents: () => kept.contents,
    importsOf: (document) => kept.imports[document],
    changedAt: Float64Array.from(files, (file, at) => timeOf(file, at, { kept, inventory, isLookedAt })),
    own,
    isNew: false,
    isWorthKeeping: false,
  };
}

/** What changed while it was read, or right after it within what a clock tells, may have changed again. */
function isSure(seen: SeenFiles | undefined, changedAt: number): boolean {
  return seen !== undefined && changedAt < seen.at - clockMilliseconds;
}

function seenOf({ seen }: KeptIndex, { root }: Inventory): SeenFiles | undefined {
  return seen?.root === root ? seen : undefined;
}

/** Whether a file, which is that document of the index, need not be looked at. */
function seenIn(
  kept: KeptIndex,
  inventory: Inventory,
  isLookedAt: (path: string) => boolean,
): (file: InventoryFile, document: number) => boolean {
  const seen = seenOf(kept, inventory);
  return ({ path, changedAt = Infinity }, document) =>
    !isLookedAt(path) || (seen?.changedAt[document] === changedAt && isSure(seen, changedAt));
}

/** When a file was changed that was looked at; of others what is known for sure. */
function timeOf(
  file: InventoryFile,
  document: number | undefined,
  { kept, inventory, isLookedAt }: { kept: KeptIndex | undefined } & Pick<Reading, 'inventory' | 'isLookedAt'>,
): number {
  if (isLookedAt(file.path)) return file.changedAt ?? 0;
  const seen = kept && seenOf(kept, inventory);
  const was = seen?.changedAt[document ?? -1] ?? 0;
  return isSure(seen, was) ? was : 0;
}

async function readChanged({ inventory, files, before, limit, isLookedAt, at, signal }: Reading): Promise<Reads> {
  const kept = before?.kept;
  const documentOf = before?.text.documentOf;
  const find = (path: string, name: string): number | undefined => {
    const document = documentOf?.get(path);
    return document !== undefined && kept?.contents[document] === name ? document : undefined;
  };
  const isSeen = kept && seenIn(kept, inventory, isLookedAt);
  const nameOfSeen = (file: InventoryFile): string | undefined => {
    const document = documentOf?.get(file.path);
    return document !== undefined && isSeen?.(file, document) ? kept?.contents[document] : undefined;
  };
  const contents: string[] = [];
  /** What each document is in the earlier index, or what was found in it now. */
  const origins: (number | FoundSpecifiers | undefined)[] = [];
  // As long as nothing differs the words are taken as they are.
  let builder: TextIndexBuilder | undefined;
  const isKnown = (path: string, name: string): boolean => find(path, name) !== undefined;
  const changedAt: number[] = [];
  const own: number[] = [];
  let unseen = 0;
  for await (const { file, name, text } of readContents({ inventory, files, isKnown, seen: nameOfSeen, signal })) {
    const document = text === undefined ? find(file.path, name) : undefined;
    if (document !== contents.length) builder ??= startAfter(kept, contents.length);
    if (isLookedAt(file.path)) own.push(contents.length);
    contents.push(name);
    changedAt.push(timeOf(file, document, { kept, inventory, isLookedAt }));
    if (nameOfSeen(file) === undefined && (file.changedAt ?? Infinity) < at - clockMilliseconds) unseen += 1;
    const isNew = document === undefined && text !== undefined && hasImports(file.path, file.language);
    origins.push(isNew ? importsIn(file.path, text) : document);
    if (document !== undefined) builder?.addKept(document);
    else
      builder?.add(file.path, (text ?? '').slice(0, isCodeLanguage(file.language) ? limit : Math.min(limit, 65_536)));
  }
  if (before && contents.length < before.text.paths.length) builder ??= startAfter(kept, contents.length);
  return {
    text: builder?.finish() ?? before?.text ?? createTextIndex().finish(),
    contents: () => contents,
    importsOf: (document) => {
      const origin = origins[document];
      return typeof origin === 'number' ? kept?.imports[origin] : origin;
    },
    changedAt: Float64Array.from(changedAt),
    own,
    isNew: builder !== undefined,
    // To follow the imports again costs less than to write all anew.
    isWorthKeeping: unseen >= worthKeeping,
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
