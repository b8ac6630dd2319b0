import { askFields } from './ask.ts';
import type { GitPlace } from './git.ts';
import { inOrder } from './order.ts';
import { plain, withKnownRevisions } from './revision.ts';

/** Paths of the tracked files, sorted: in the index, or at `revision`. Submodules are left out. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function listFiles(place: GitPlace, revision?: string): Promise<string[]> {
  const fields =
    revision === undefined
      ? await askFields(place, ['ls-files', '-s', '-z', '--full-name', '--', ':/'])
      : await withKnownRevisions(place, [revision], () =>
          askFields(place, ['ls-tree', '-r', '-z', '--full-tree', plain(revision)]),
        );
  const files = fields
    .filter((field) => !field.startsWith('160000 '))
    .map((field) => field.slice(field.indexOf('\t') + 1));
  // An unmerged path stands in the index once per side.
  return [...new Set(files)].sort(inOrder);
}
