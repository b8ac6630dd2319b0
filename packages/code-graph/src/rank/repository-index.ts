import type { CoChange } from '../history/co-change.ts';
import type { History } from '../history/history.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { TestPair } from '../tests/test-pairs.ts';

/** All that ranking needs, read once. */
export interface RepositoryIndex {
  readonly inventory: Inventory;
  readonly graph: ImportGraph;
  readonly history: History;
  readonly coChange: CoChange;
  readonly testPairs: readonly TestPair[];
}

export interface IndexRepositoryOptions {
  readonly commit?: string | undefined;
  /** Most commits read; 0 leaves history out. Default 4,000. */
  readonly historyLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a repository (or a folder without one) for ranking and planning.
 * @throws CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN, _NO_REPOSITORY (only with `commit`), _FOLDER_UNREADABLE
 */
export async function indexRepository(_cwd: string, _options: IndexRepositoryOptions = {}): Promise<RepositoryIndex> {
  throw new Error('not yet');
}
