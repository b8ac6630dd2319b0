// Fills a pool of worktrees: fill-pool.js <repository> <folder> <size>.
import { openRepository } from '@cdev/git';
import { fillPool } from '@cdev/workspace';

const [repositoryFolder = '.', folder = '', size = '20'] = process.argv.slice(2);
const repository = await openRepository(repositoryFolder);
const { entries } = await fillPool({ repository, folder, size: Number(size), start: 'HEAD' });
process.exitCode = entries.filter(({ state }) => state === 'ready').length === Number(size) ? 0 : 1;
