import type { Script } from '@cdev/structured-merge';
import type { BrokenImport } from './broken-imports.ts';
import { nameOf } from './exported-names.ts';
import { importedModule, moduleOf } from './used-exports.ts';

/** Where a statement begins and ends in its text. */
export interface StatementRange {
  readonly start: number;
  readonly end: number;
}

/** The statement that exports the name: the declaration itself, or the list that names it. */
export function exportStatement({ module }: Script, name: string): StatementRange | undefined {
  return module.staticExports.find(({ entries }) => entries.some(({ exportName }) => nameOf(exportName) === name));
}

/** The statement that takes the name from the file, or passes it on. */
export function importStatement(
  { module }: Script,
  { importer, path, name }: Pick<BrokenImport, 'importer' | 'path' | 'name'>,
): StatementRange | undefined {
  const isFrom = (from: string): boolean => importedModule({ importer, from }) === moduleOf(path);
  return (
    module.staticImports.find(
      ({ moduleRequest, entries }) =>
        isFrom(moduleRequest.value) && entries.some(({ importName }) => nameOf(importName) === name),
    ) ??
    module.staticExports.find(({ entries }) =>
      entries.some(
        ({ moduleRequest, importName }) =>
          moduleRequest !== null && isFrom(moduleRequest.value) && importName.name === name,
      ),
    )
  );
}
