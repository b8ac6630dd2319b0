import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory } from '../inventory/inventory.ts';

export interface TestPair {
  readonly test: string;
  readonly source: string;
  /** 0 to 1: how sure it is that `test` is about `source`. */
  readonly score: number;
  /** What says so, for people: `named alike`, `imports it`, `only test that reaches it`. */
  readonly reasons: readonly string[];
}

/** Which test file is about which source file, by names, folders and (with `graph`) imports; sorted by test, then score. */
export function testPairs(_inventory: Inventory, _graph?: ImportGraph): readonly TestPair[] {
  throw new Error('not yet');
}
