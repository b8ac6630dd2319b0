import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Narrows a worktree to folders, as `git sparse-checkout set --cone` does (git-sparse-checkout, "INTERNALS - CONE PATTERN SET"), without
 * a process and without touching files. Not atomically: a worktree in which this is cut off is filled anew. `extensions.worktreeConfig` must be on.
 */
export function writeSparseCone(gitDir: string, folders: readonly string[]): void {
  mkdirSync(join(gitDir, 'info'), { recursive: true });
  writeFileSync(join(gitDir, 'info', 'sparse-checkout'), conePatterns(folders));
  writeFileSync(join(gitDir, 'config.worktree'), '[core]\n\tsparseCheckout = true\n\tsparseCheckoutCone = true\n');
}

/** The files at the top; of each parent folder its files alone; of each folder everything. */
export function conePatterns(folders: readonly string[]): string {
  const whole = new Set(folders.map((folder) => `/${folder.replace(/^\/+|\/+$|^\.$/g, '')}`));
  if (whole.has('/')) return '/*\n';
  const isCovered = (folder: string): boolean => [...whole].some((other) => folder.startsWith(`${other}/`));
  const tops = [...whole].filter((folder) => !isCovered(folder)).toSorted();
  const parents = new Set(tops.flatMap(parentsOf));
  const lines = [...parents].toSorted().flatMap((folder) => [`${escape(folder)}/`, `!${escape(folder)}/*/`]);
  return ['/*', '!/*/', ...lines, ...tops.map((folder) => `${escape(folder)}/`)].map((line) => `${line}\n`).join('');
}

function parentsOf(folder: string): string[] {
  const parents: string[] = [];
  for (let end = folder.lastIndexOf('/'); end > 0; end = folder.lastIndexOf('/', end - 1))
    parents.push(folder.slice(0, end));
  return parents;
}

function escape(folder: string): string {
  return folder.replaceAll(/[\\*?[]/g, '\\$&');
}
