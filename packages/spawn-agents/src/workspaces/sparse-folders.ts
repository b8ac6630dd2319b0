import type { PlannedAgent } from '@cdev/deployment-plan';

/**
 * The folders an agent needs: those of the paths it writes, creates and reads, without the ones that lie in another of them. A pattern
 * counts as far as it has no wildcard; one that begins with a wildcard needs everything (undefined).
 */
export function sparseFolders({ owns, creates, reads }: PlannedAgent): readonly string[] | undefined {
  const folders = new Set<string>();
  for (const path of [...owns, ...creates, ...reads]) {
    const folder = fixedFolder(path);
    // Files at the top are always there.
    if (folder === '' && !isAtTop(path)) return undefined;
    if (folder !== '') folders.add(folder);
  }
  const sorted = [...folders].sort();
  return sorted.filter((folder) => !sorted.some((other) => folder.startsWith(`${other}/`)));
}

function fixedFolder(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const wild = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
  return parts.slice(0, wild === -1 ? undefined : wild).join('/');
}

function isAtTop(path: string): boolean {
  return !path.includes('/') && !path.includes('**');
}
