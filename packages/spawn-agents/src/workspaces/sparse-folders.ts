import type { PlannedAgent } from '@cdev/deployment-plan';
import { coneFolder } from '@cdev/workspace';

/**
 * The folders an agent needs: those of the paths it writes, creates and reads, without the ones that lie in another of them. A pattern
 * counts as far as it has no wildcard; one that begins with a wildcard needs everything (undefined).
 */
export function sparseFolders({ owns, creates, reads }: PlannedAgent): readonly string[] | undefined {
  const folders = new Set([...owns, ...creates, ...reads].map(coneFolder));
  if (folders.has(undefined)) return undefined;
  const sorted = [...folders].filter((folder): folder is string => folder !== undefined && folder !== '').sort();
  return sorted.filter((folder) => !sorted.some((other) => folder.startsWith(`${other}/`)));
}
