import { askFields } from './ask.ts';
import type { GitPlace } from './git.ts';
import { plain, withKnownRevisions } from './revision.ts';

/**
 * New paths of files that git takes for renamed from one commit or tree to another, to their old paths: by content, as a merge does.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function renamedPaths(place: GitPlace, from: string, to: string): Promise<ReadonlyMap<string, string>> {
  const form = ['-r', '-z', '--name-status', '--find-renames', '--diff-filter=R', '--no-relative'];
  const args = ['diff-tree', ...form, plain(from), plain(to), '--'];
  const fields = await withKnownRevisions(place, [from, to], () => askFields(place, args));
  const renames = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) renames.set(fields[at + 2] ?? '', fields[at + 1] ?? '');
  return renames;
}
