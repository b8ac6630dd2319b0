import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export interface Label {
  /** Lines, from 1. */
  readonly first: number;
  readonly last: number;
  readonly isSecret: boolean;
  readonly category: string;
}

export interface LabelledFile {
  /** `owner/name`, in small letters. */
  readonly repository: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly labels: readonly Label[];
}

/**
 * The files that CredData has labels of, from bare clones in `mirrors/<owner>+<name>/repo`, as far as they are there. Its `snapshot.json`
 * names a repository by a key that begins with the commit, its tables by the check sum of that key, and files by a hash of their path.
 */
export function* labelledFiles(
  set: string,
  mirrors: string,
  note: (text: string) => void,
): Generator<LabelledFile, void, undefined> {
  const snapshot = JSON.parse(readFileSync(join(set, 'snapshot.json'), 'utf8')) as Readonly<Record<string, string>>;
  for (const [key, address] of Object.entries(snapshot)) {
    const [name = '', owner = ''] = address.split('/').reverse();
    const gitDir = join(mirrors, `${owner}+${name}`, 'repo');
    if (!existsSync(gitDir)) continue;
    note(`${owner}/${name}`);
    const table = crc32(Buffer.from(key, 'hex')).toString(16).padStart(8, '0');
    const labels = labelsOf(readFileSync(join(set, 'meta', `${table}.csv`), 'utf8'));
    const commit = key.slice(0, 40);
    for (const path of git(gitDir, 'ls-tree', '-r', '-z', '--name-only', commit).toString('utf8').split('\0')) {
      const own = labels.get(createHash('sha256').update(path).digest('hex').slice(0, 8));
      if (own === undefined || path === '') continue;
      const bytes = read(gitDir, 'cat-file', 'blob', `${commit}:${path}`);
      // The largest files are not in every clone.
      if (bytes === undefined) continue;
      yield { repository: `${owner}/${name}`.toLowerCase(), path, bytes, labels: own };
    }
  }
}

function git(gitDir: string, ...args: readonly string[]): Buffer {
  const stdout = read(gitDir, ...args);
  if (stdout === undefined) throw new Error(`git ${args.join(' ')} failed in ${gitDir}`);
  return stdout;
}

function read(gitDir: string, ...args: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync('git', ['--git-dir', gitDir, ...args], { maxBuffer: 1e9 });
  return status === 0 ? stdout : undefined;
}

/** By file. The tables have no quotation marks. */
function labelsOf(text: string): Map<string, Label[]> {
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const columns = head.split(',');
  const [file, first, last, truth, category] = ['FileID', 'LineStart', 'LineEnd', 'GroundTruth', 'Category'].map(
    (column) => columns.indexOf(column),
  ) as [number, number, number, number, number];
  const labels = new Map<string, Label[]>();
  for (const row of rows) {
    const fields = row.split(',');
    const isSecret = fields[truth] === 'T';
    if (!isSecret && fields[truth] !== 'F') continue;
    const id = fields[file] ?? '';
    const known = labels.get(id) ?? [];
    labels.set(id, known);
    known.push({
      first: Number(fields[first]),
      last: Number(fields[last]),
      isSecret,
      category: fields[category] ?? '',
    });
  }
  return labels;
}
