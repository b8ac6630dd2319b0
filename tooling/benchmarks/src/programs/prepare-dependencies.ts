// Gives worktrees their dependencies, as spawn-agents does: prepare-dependencies.ts <repository> <folder> <count> <auto|install>.
import { openRepository } from '@cdev/git';
import { prepareWorkspace, type DependencyChoice } from '@cdev/workspace';

const [repositoryFolder = '.', folder = '', count = '20', choice = 'auto'] = process.argv.slice(2);
const repository = await openRepository(repositoryFolder);
const manners = new Set<string>();
const left = Array.from({ length: Number(count) }, (_, at) => `${folder}/${at + 1}`).values();
const worker = async (): Promise<void> => {
  for (const path of left) {
    const { dependencies } = await prepareWorkspace({ repository, path, dependencies: choice as DependencyChoice });
    manners.add(dependencies.manner);
  }
};
await Promise.all([worker(), worker(), worker(), worker()]);
process.stdout.write(`${[...manners].join(' ')}\n`);
