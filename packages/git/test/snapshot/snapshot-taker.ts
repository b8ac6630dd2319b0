import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeSnapshot } from '../../src/index.ts';

const [, , worktree = ''] = process.argv;
process.stdout.write('started\n');
for (let at = 0; ; at += 1) {
  await writeFile(join(worktree, 'file 3'), `${at}\n`);
  await takeSnapshot(worktree, { ref: 'refs/cdev/snapshots/plan/a/', message: `Snapshot ${at}` });
}
