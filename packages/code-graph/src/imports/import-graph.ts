import type { Inventory } from '../inventory/inventory.ts';

/** `type`: erased at run time. `re-export`: the importer passes the names on. */
export type ImportKind = 'import' | 'type' | 're-export' | 'dynamic' | 'require';

export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: ImportKind;
  /** As written in `from`. */
  readonly specifier: string;
}

export interface ImportGraph {
  /** Between files of the inventory; sorted by from, to, kind. One edge for each pair and kind. */
  readonly edges: readonly ImportEdge[];
  /** Relative or workspace imports that lead to no file of the inventory. */
  readonly unresolved: readonly { readonly from: string; readonly specifier: string }[];
  /** Files that could not be parsed to the end; what was found before the error is in `edges`. */
  readonly unparsed: readonly string[];
  /** Paths that `path` imports, sorted. */
  readonly importsOf: (path: string) => readonly string[];
  /** Paths that import `path`, sorted. */
  readonly importersOf: (path: string) => readonly string[];
}

export interface ImportGraphOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The import graph of the JavaScript and TypeScript files of `inventory`. */
export async function importGraph(_inventory: Inventory, _options: ImportGraphOptions = {}): Promise<ImportGraph> {
  throw new Error('not yet');
}
