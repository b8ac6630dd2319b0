import { changeTableOf, type ChangeTable } from '../history/change-table.ts';
import { coChangeOf, type CoChange } from '../history/co-change.ts';
import type { History } from '../history/history.ts';
import { indexMessages } from '../history/past-messages.ts';
import { readHistory } from '../history/read-history.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { inventoryOf } from '../inventory/read-inventory.ts';
import { findRepository, type RepositoryPlace } from '../inventory/repository-place.ts';
import { keptFile, readKept, writeKept } from '../kept/keep-index.ts';
import { form, type KeptIndex } from '../kept/kept-index.ts';
import { prepareForMuchWork } from '../one-answer.ts';
import { testPairs, type TestPair } from '../tests/test-pairs.ts';
import { indexHistory, type HistoryIndex } from './history-index.ts';
import { readAll } from './read-all.ts';
import type { TermData } from './term-index.ts';
import type { TextIndex } from './text-index.ts';

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
  const found = await findRepository(cwd, { commit, signal });
  const all = await inventoryOf(found, signal);
  const inventory = { ...all, files: all.files.filter(({ path }) => accept(path)) };
  const place = isKept ? findKept(found) : undefined;
  const [past, texts] = await Promise.all([
    readPast({ inventory, limit: historyLimit, place, signal }),
    readAll({ inventory, all: all.files, kept: place?.kept, signal }),
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
    coChange: coChangeOf(past.history, {}, past.changes),
    // Ranking does not ask for them.
    get testPairs() {
      return (pairs ??= testPairs(inventory, graph));
    },
    text,
    commits: indexHistory({ ...past, documentOf: text.documentOf }),
  };
}

interface Place {
  readonly file: string;
  readonly kept: KeptIndex | undefined;
  /** The commit whose history is read, and whether it is cut off. */
  readonly past: string | undefined;
}

function findKept({ git, commit }: RepositoryPlace): Place | undefined {
  const at = commit ?? git?.head;
  if (git === undefined || at === undefined) return undefined;
  const [own, other] = commit === undefined ? (['disk', 'commit'] as const) : (['commit', 'disk'] as const);
  const file = keptFile(git.commonDir, own);
  return { file, kept: readKept(file) ?? readKept(keptFile(git.commonDir, other)), past: `${at} ${git.isShallow}` };
}

interface Past {
  readonly key: string | undefined;
  readonly history: History;
  readonly changes: ChangeTable;
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
  prepareForMuchWork();
  const history = inventory.isRepository
    ? await readHistory(inventory.root, { commit: inventory.commit, limit, signal })
    : { commits: [], isPartial: false };
  const { commits } = history;
  return { key, history, changes: changeTableOf(commits), messages: indexMessages(commits).data, isNew: true };
}
