import type { BrokenImport } from '@cdev/branch-merge';

/** Why a merge with broken imports does not go in; `ours` are those who changed the other side of them. */
export function brokenReason([first, ...more]: readonly BrokenImport[], ours: string): string {
  if (first === undefined) return '';
  const { importer, path, name, removedBy } = first;
  const other =
    removedBy === 'ours'
      ? `${importer} imports ${name} from ${path}, where ${ours} took it out`
      : `it takes ${name} out of ${path}, which ${importer} of ${ours} imports`;
  const rest = more.length === 0 ? '' : `, and ${more.length} more such ${more.length === 1 ? 'import' : 'imports'}`;
  return other + rest;
}
