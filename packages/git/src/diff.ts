import { ask, askFields } from './ask.ts';
import { wholeTruth } from './changed-paths.ts';
import type { GitPlace } from './git.ts';
import { byPath } from './order.ts';
import { plain, withKnownRevisions } from './revision.ts';

export interface FileStat {
  readonly path: string;
  /** Lines; undefined for a binary file. */
  readonly added: number | undefined;
  readonly removed: number | undefined;
}

export interface DiffRange {
  readonly from: string;
  readonly to: string;
  /** Literal paths or folders. Default: everything. */
  readonly paths?: readonly string[] | undefined;
}

/** Lines added and removed per file between two commits or trees, sorted by path, a rename as both its ends. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function diffStat(place: GitPlace, from: string, to: string): Promise<FileStat[]> {
  const args = ['diff-tree', '-r', '-z', '--numstat', ...wholeTruth, plain(from), plain(to), '--'];
  const fields = await withKnownRevisions(place, [from, to], () => askFields(place, args));
  return fields.map(parseStat).sort(byPath);
}

/** The unified diff between two commits or trees. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function diffText(place: GitPlace, { from, to, paths = [] }: DiffRange): Promise<string> {
  const form = ['-p', '--full-index', '--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/'];
  const args = [
    '--literal-pathspecs',
    'diff-tree',
    '-r',
    ...form,
    ...wholeTruth,
    plain(from),
    plain(to),
    '--',
    ...paths,
  ];
  return withKnownRevisions(place, [from, to], () => ask(place, args));
}

function parseStat(field: string): FileStat {
  const [added = '', removed = '', ...path] = field.split('\t');
  return { path: path.join('\t'), added: parseCount(added), removed: parseCount(removed) };
}

function parseCount(text: string): number | undefined {
  return text === '-' ? undefined : Number(text);
}
