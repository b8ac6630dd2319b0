import { spawnSync } from 'node:child_process';
import type { Row, Tree } from './rows.ts';

const sides = ['base', 'ours', 'theirs'] as const;

/** Makes the branches `base`, `ours` and `theirs` with all rows in one process, each row in the folder of its name. */
export function importSides(repository: string, rows: readonly Row[]): void {
  const input = Buffer.concat(sides.flatMap((side, at) => commitOf(side, at + 1, rows)));
  const { status, stderr } = spawnSync('git', ['-C', repository, 'fast-import', '--quiet', '--force'], { input });
  if (status !== 0) throw new Error(stderr.toString());
}

function commitOf(side: (typeof sides)[number], mark: number, rows: readonly Row[]): Buffer[] {
  const head = `commit refs/heads/${side}\nmark :${mark}\ncommitter t <t@t> ${1_700_000_000 + mark} +0000\ndata 1\nx\n`;
  const from = mark === 1 ? '' : 'from :1\n';
  return [
    Buffer.from(`${head}${from}deleteall\n`),
    ...rows.flatMap((row) => entriesOf(row.name, row[side])),
    Buffer.from('\n'),
  ];
}

function entriesOf(folder: string, tree: Tree): Buffer[] {
  return Object.entries(tree).flatMap(([name, entry]) => {
    const path = `${folder}/${name}`;
    if (typeof entry === 'string' || entry instanceof Uint8Array) return blob('100644', path, Buffer.from(entry));
    if ('link' in entry) return blob('120000', path, Buffer.from(entry.link));
    if ('run' in entry) return blob('100755', path, Buffer.from(entry.run));
    return [Buffer.from(`M 160000 ${entry.module} ${path}\n`)];
  });
}

function blob(mode: string, path: string, data: Buffer): Buffer[] {
  return [Buffer.from(`M ${mode} inline ${path}\ndata ${data.length}\n`), data, Buffer.from('\n')];
}
