import { askFields } from './ask.ts';
import type { GitPlace } from './git.ts';
import { byPath } from './order.ts';
import { plain, withKnownRevisions } from './revision.ts';

export interface ChangedPath {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'type-changed';
  /** Octal mode after the change: 100644, 100755, 120000 (link), 160000 (submodule), 000000 when deleted. */
  readonly mode: string;
  readonly oldMode: string;
  /** Object id after and before; undefined where there is none. */
  readonly oid: string | undefined;
  readonly oldOid: string | undefined;
}

/**
 * Paths in which two commits or trees differ, sorted. A rename is a deletion and an addition, so that ownership sees both ends.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function changedPaths(place: GitPlace, from: string, to: string): Promise<ChangedPath[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', ...wholeTruth, plain(from), plain(to), '--'];
  const fields = await withKnownRevisions(place, [from, to], () => askFields(place, args));
  const changes: ChangedPath[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) changes.push(parseChange(fields[at] ?? '', fields[at + 1] ?? ''));
  return changes.sort(byPath);
}

/** Options that keep the user's diff settings from hiding or joining a change. */
export const wholeTruth = ['--no-renames', '--ignore-submodules=none', '--no-relative'] as const;

const statuses: Readonly<Record<string, ChangedPath['status']>> = { A: 'added', D: 'deleted', T: 'type-changed' };

function parseChange(meta: string, path: string): ChangedPath {
  const [oldMode = '', mode = '', oldOid = '', oid = '', letter = ''] = meta.slice(1).split(' ');
  return { path, status: statuses[letter] ?? 'modified', mode, oldMode, oid: present(oid), oldOid: present(oldOid) };
}

function present(oid: string): string | undefined {
  return /^0*$/.test(oid) ? undefined : oid;
}
