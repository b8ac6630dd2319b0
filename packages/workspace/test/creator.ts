import { join } from 'node:path';
import { openRepository } from '@cdev/git';
import { createWorktrees } from '../src/index.ts';

const [, , top = '', folder = '', ...names] = process.argv;
const repository = await openRepository(top);
process.stdout.write('started\n');
const worktrees = names.map((name) => ({ path: join(folder, name), branch: `cdev/plan/${name}`, start: 'main' }));
const created = await createWorktrees({ repository, worktrees });
process.stdout.write(`${created.map(({ outcome }) => outcome).join(',')}\n`);
