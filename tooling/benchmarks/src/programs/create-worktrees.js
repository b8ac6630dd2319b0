// Makes worktrees of a repository and says how many failed: create-worktrees.js <repository> <folder> <count> <workers> [sparse folders].
import { openRepository } from '@cdev/git';
import { createWorktrees } from '@cdev/workspace';

const [repositoryFolder = '.', folder = '', count = '20', workers = '2', ...sparse] = process.argv.slice(2);
const repository = await openRepository(repositoryFolder);
let ready = 0;
const worktrees = Array.from({ length: Number(count) }, (_, at) => ({
  path: `${folder}/${at}`,
  branch: `bench/${folder.split('/').at(-1)}/${at}`,
  start: 'HEAD',
  ...(sparse.length > 0 && { sparse }),
}));
await createWorktrees({ repository, worktrees, workers: Number(workers), onReady: () => (ready += 1) }).catch((error) =>
  process.stderr.write(`${String(error)}\n`),
);
process.stdout.write(`${Number(count) - ready}\n`);
process.exitCode = ready === Number(count) ? 0 : 1;
