import { coChangeOf, type CoChange } from '../history/co-change.ts';
import type { History } from '../history/history.ts';
import { readHistory } from '../history/read-history.ts';
import { collectImports } from '../imports/collect-imports.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { isCodeLanguage, isScriptLanguage } from '../inventory/language-of.ts';
import { readInventory } from '../inventory/read-inventory.ts';
import { readTexts } from '../inventory/read-texts.ts';
import { testPairs, type TestPair } from '../tests/test-pairs.ts';
import { indexHistory, type HistoryIndex } from './history-index.ts';
import { createTextIndex, type TextIndex } from './text-index.ts';

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
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a repository (or a folder without one) for ranking and planning.
 * @throws CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN, _NO_REPOSITORY (only with `commit`), _FOLDER_UNREADABLE
 */
export async function indexRepository(cwd: string, options: IndexRepositoryOptions = {}): Promise<RepositoryIndex> {
  const { commit, historyLimit, accept = () => true, signal } = options;
  const all = await readInventory(cwd, { commit, signal });
  const inventory = { ...all, files: all.files.filter(({ path }) => accept(path)) };
  const [history, { graph, text }] = await Promise.all([
    inventory.isRepository
      ? readHistory(cwd, { commit: inventory.commit, limit: historyLimit, signal })
      : { commits: [], isPartial: false },
    readAll(inventory, signal),
  ]);
  return {
    inventory,
    graph,
    history,
    coChange: coChangeOf(history),
    testPairs: testPairs(inventory, graph),
    text,
    commits: indexHistory(history, text.documentOf),
  };
}

/** Each text is read once, for the imports and for the words. */
async function readAll(
  inventory: Inventory,
  signal: AbortSignal | undefined,
): Promise<{ graph: ImportGraph; text: TextIndex }> {
  const imports = await collectImports(inventory, { signal });
  const index = createTextIndex();
  const files = inventory.files.filter(({ isGenerated, isBinary, isLink }) => !isGenerated && !isBinary && !isLink);
  const limit = bytesOfEach(files);
  for await (const { file, text } of readTexts({ inventory, files, signal })) {
    if (isScriptLanguage(file.language)) imports.add(file.path, text);
    index.add(file.path, text.slice(0, isCodeLanguage(file.language) ? limit : Math.min(limit, 65_536)));
  }
  return { graph: imports.finish(), text: index.finish() };
}

/** Very large repositories are indexed by the beginnings of their files, so that memory stays bounded. */
function bytesOfEach(files: readonly InventoryFile[]): number {
  const most = 268_435_456;
  const all = files.reduce((sum, { size }) => sum + Math.min(size, 524_288), 0);
  return all <= most ? 524_288 : Math.max(4096, Math.floor(most / files.length));
}
