import { coChangeOf, type CoChange } from '../history/co-change.ts';
import type { History } from '../history/history.ts';
import { indexMessages } from '../history/past-messages.ts';
import { readHistory } from '../history/read-history.ts';
import { readGitLine } from '../git.ts';
import { collectImports, hasImports } from '../imports/collect-imports.ts';
import type { FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { isCodeLanguage } from '../inventory/language-of.ts';
import { readInventory } from '../inventory/read-inventory.ts';
import { keptFile, readKept, writeKept } from '../kept/keep-index.ts';
import { form, type KeptIndex } from '../kept/kept-index.ts';
import { readContents } from '../kept/read-contents.ts';
import { testPairs, type TestPair } from '../tests/test-pairs.ts';
import { indexHistory, type HistoryIndex } from './history-index.ts';
import type { TermData } from './term-index.ts';
import { createTextIndex, textIndexOf, type TextIndex, type TextIndexBuilder } from './text-index.ts';

/** All that ranking and planning need, read once; it answers any number of queries. */
export interface RepositoryIndex {
  readonly inventory: Inventory;
  readonly graph: ImportGraph;
  readonly history: History;
  readonly coChange: CoChange;
  readonly testPairs: readonly TestPair[];
  /** For `rankFiles`. */
  readonly text: TextIndex;
  readonly commits: HistoryIndex;
}

export interface IndexRepositoryOptions {
  readonly commit?: string | undefined;
  /** Most commits read; 0 leaves history out. Default 4,000. */
  readonly historyLimit?: number | undefined;
  /** Which files are looked at; the others are as if they were not there. Default: all. */
  readonly accept?: ((path: string) => boolean) | undefined;
  /** `false`: what an earlier run found is not taken over, and nothing is kept for the next. */
  readonly isKept?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a repository (or a folder without one) for ranking and planning. What it finds in contents and commits is kept below the git
 * directory, so that the next run reads only what is new; the answer is the same.
 * @throws CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN, _NO_REPOSITORY (only with `commit`), _FOLDER_UNREADABLE
 */
export async function indexRepository(cwd: string, options: IndexRepositoryOptions = {}): Promise<RepositoryIndex> {
  const { commit, historyLimit = 4000, accept = () => true, isKept = true, signal } = options;
  const all = await readInventory(cwd, { commit, signal });
  const inventory = { ...all, files: all.files.filter(({ path }) => accept(path)) };
  const place = isKept && inventory.isRepository ? await findKept(inventory, signal) : undefined;
  const [past, texts] = await Promise.all([
    readPast({ inventory, limit: historyLimit, place, signal }),
    readAll(inventory, place?.kept, signal),
  ]);
  if (place && (past.isNew || texts.isNew))
    await writeKept(place.file, {
      form,
      ...texts.kept,
      past: past.key === undefined ? undefined : { ...past, key: past.key },
    });
  const { graph, text } = texts;
  let pairs: readonly TestPair[] | undefined;
  return {
    inventory,
    graph,
    history: past.history,
    coChange: coChangeOf(past.history),
    // Ranking does not ask for them.
    get testPairs() {
      return (pairs ??= testPairs(inventory, graph));
    },
    text,
    commits: indexHistory(past.history, text.documentOf, past.messages),
  };
}

interface Place {
  readonly file: string;
  readonly kept: KeptIndex | undefined;
  /** The commit whose history is read, and whether it is cut off. */
  readonly past: string | undefined;
}

async function findKept(inventory: Inventory, signal: AbortSignal | undefined): Promise<Place | undefined> {
  const questions = ['--path-format=absolute', '--git-common-dir', '--is-shallow-repository'];
  const at = `${inventory.commit ?? 'HEAD'}^{commit}`;
  const answer = await readGitLine(inventory.root, ['rev-parse', ...questions, at], { signal });
  const [commonDir, isShallow, commit] = answer?.split('\n') ?? [];
  if (commonDir === undefined || commit === undefined) return undefined;
  const file = keptFile(commonDir);
  return { file, kept: readKept(file), past: `${commit} ${isShallow}` };
}

interface Past {
  readonly key: string | undefined;
  readonly history: History;
  readonly messages: TermData;
  readonly isNew: boolean;
}

async function readPast({
  inventory,
  limit,
  place,
  signal,
}: {
  readonly inventory: Inventory;
  readonly limit: number;
  readonly place: Place | undefined;
  readonly signal: AbortSignal | undefined;
}): Promise<Past> {
  const key = place && `${place.past} ${limit}`;
  const known = place?.kept?.past;
  if (known && known.key === key) return { ...known, isNew: false };
  const history = inventory.isRepository
    ? await readHistory(inventory.root, { commit: inventory.commit, limit, signal })
    : { commits: [], isPartial: false };
  return { key, history, messages: indexMessages(history.commits).data, isNew: true };
}

interface Texts {
  readonly graph: ImportGraph;
  readonly text: TextIndex;
  readonly kept: Omit<KeptIndex, 'form' | 'past'>;
  readonly isNew: boolean;
}

/** Each text is read once, for the imports and for the words, and not at all where they are known. */
async function readAll(
  inventory: Inventory,
  kept: KeptIndex | undefined,
  signal: AbortSignal | undefined,
): Promise<Texts> {
  const collector = await collectImports(inventory, { signal });
  const files = inventory.files.filter(({ isGenerated, isBinary, isLink }) => !isGenerated && !isBinary && !isLink);
  const limit = bytesOfEach(files);
  const before = kept?.limit === limit ? kept : undefined;
  const documentOf = new Map(before?.text.paths.map((path, document) => [path, document]));
  const find = (path: string, name: string): number | undefined => {
    const document = documentOf.get(path);
    return document !== undefined && before?.contents[document] === name ? document : undefined;
  };
  const [contents, imports]: [string[], (FoundSpecifiers | undefined)[]] = [[], []];
  // Most often nothing has changed: then the words are taken as they are.
  let builder: TextIndexBuilder | undefined;
  const isKnown = (path: string, name: string): boolean => find(path, name) !== undefined;
  const seen = before?.seen?.root === inventory.root ? before.seen : undefined;
  // What changed while it was read, or right after it within what a clock tells, may have changed again.
  const isSure = (changedAt: number): boolean => seen !== undefined && changedAt < seen.at - clockMilliseconds;
  const nameOfSeen = ({ path, changedAt = Infinity }: InventoryFile): string | undefined => {
    const document = documentOf.get(path);
    const isSame = document !== undefined && seen?.changedAt[document] === changedAt && isSure(changedAt);
    return isSame ? before?.contents[document] : undefined;
  };
  const at = Date.now();
  const changedAt: number[] = [];
  let unseen = 0;
  for await (const { file, name, text } of readContents({ inventory, files, isKnown, seen: nameOfSeen, signal })) {
    const document = text === undefined ? find(file.path, name) : undefined;
    const found = document === undefined ? undefined : before?.imports[document];
    if (document !== contents.length) builder ??= startAfter(before, contents.length);
    contents.push(name);
    changedAt.push(file.changedAt ?? 0);
    if (nameOfSeen(file) === undefined && (file.changedAt ?? Infinity) < at - clockMilliseconds) unseen += 1;
    if (found) collector.addFound(file.path, found);
    imports.push(
      found ??
        (text !== undefined && hasImports(file.path, file.language) ? collector.add(file.path, text) : undefined),
    );
    if (document !== undefined) builder?.addKept(document);
    else
      builder?.add(file.path, (text ?? '').slice(0, isCodeLanguage(file.language) ? limit : Math.min(limit, 65_536)));
  }
  if (before && contents.length < before.contents.length) builder ??= startAfter(before, contents.length);
  const text = builder ? builder.finish() : textIndexOf(before?.text ?? createTextIndex().finish().data);
  return {
    graph: collector.finish(),
    text,
    kept: {
      limit,
      contents,
      imports,
      text: text.data,
      seen: { root: inventory.root, at, changedAt: Float64Array.from(changedAt) },
    },
    isNew: builder !== undefined || unseen >= worthKeeping,
  };
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
