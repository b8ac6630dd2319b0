import type { Inventory } from '../inventory/inventory.ts';
import { eachText } from '../inventory/each-text.ts';
import { collectImports, hasImports } from './collect-imports.ts';

/** `type`: erased at run time. `re-export`: the importer passes the names on. Of AMD, what a `define` lists is a `require`, what is loaded by a call is `dynamic`. */
export type ImportKind = 'import' | 'type' | 're-export' | 'dynamic' | 'require';

export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: ImportKind;
  /** As written in `from`; of Python with its `from`, of Rust as the whole path or as `mod name`. */
  readonly specifier: string;
}

export interface ImportGraph {
  /** Between files of the inventory; sorted by from, to, kind. One edge for each pair and kind. */
  readonly edges: readonly ImportEdge[];
  /** Relative, workspace and own modules' imports that lead to no file of the inventory, such as what a build makes. */
  readonly unresolved: readonly { readonly from: string; readonly specifier: string }[];
  /** Files that could not be parsed whole; of them, `edges` has what plain text search finds. */
  readonly unparsed: readonly string[];
  /** Paths that `path` imports, sorted. */
  readonly importsOf: (path: string) => readonly string[];
  /** Paths that import `path`, sorted. */
  readonly importersOf: (path: string) => readonly string[];
}

export interface ImportGraphOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The import graph of the JavaScript, TypeScript, Vue, Svelte, Astro, Python, Go, Rust and Java files of `inventory`, generated ones left
 * out. Nothing needs to be installed: paths of tsconfig files and workspace packages are followed to their sources, and so are modules of
 * go.mod and Cargo.toml. An import of a package of Go, or of all of one of Java, has an edge to each of its files.
 */
export async function importGraph(inventory: Inventory, { signal }: ImportGraphOptions = {}): Promise<ImportGraph> {
  const imports = await collectImports(inventory, { signal });
  const files = inventory.files.filter(({ path, language, isGenerated }) => !isGenerated && hasImports(path, language));
  await eachText({ inventory, files, signal }, imports.add);
  return imports.finish();
}
