import { loadavg } from 'node:os';
import { commitTree, replaceInTree, updateRef } from '@cdev/git';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { git, largeRepository } from './frame/large-repository.ts';
import { measure, type Case } from './frame/measure.ts';

const program = fileURLToPath(new URL('programs/forecast-merges.ts', import.meta.url));
const rounds = 5;
const filesPerBranch = 15;

/** Whether any two of many branches would conflict, asked for all pairs at once. */
export const benchmark: Benchmark = {
  summary:
    'all pairs of 20 and of 32 branches merged in thought, against one process per pair: pnpm bench merge-forecast [repository]',
  bar: '190 pairs on 5,000 files within 1 s, 496 pairs within 3 s',
  run: async ({ args, note }) => {
    using large = largeRepository(args[0]);
    const { repository } = large;
    note('making 32 branches');
    await makeBranches(repository, 32);
    const measures = measure(cases(repository), rounds);
    const within = (name: string, limit: number): boolean =>
      (measures.find((one) => one.name === name)?.wall ?? Number.NaN) <= limit;
    return {
      head: ['method', 'wall s', 'CPU s'],
      rows: measures.map(({ name, wall, cpu }) => [name, (wall / 1000).toFixed(2), (cpu / 1000).toFixed(2)]),
      isMet: within('@cdev/git, 190 pairs', 1000) && within('@cdev/git, 496 pairs', 3000),
      notes: [
        `${filesPerBranch} files changed on each branch, a third of them also by its neighbours; ${rounds} rounds in turn, medians; start of the program included. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
      ],
    };
  },
};

function cases(repository: string): Case[] {
  const pairs =
    'for a in $(seq 1 20); do for b in $(seq $((a + 1)) 20); do git merge-tree --write-tree bench/$a bench/$b; done; done';
  const ours = (count: number): readonly string[] => [program, repository, String(count)];
  return [
    { name: 'one process per pair, 190 pairs', file: 'bash', args: ['-c', pairs], cwd: repository },
    { name: '@cdev/git, 190 pairs', file: process.execPath, args: ours(20), mustSucceed: true },
    { name: '@cdev/git, 496 pairs', file: process.execPath, args: ours(32), mustSucceed: true },
  ];
}

/** Each branch changes the first line of its files; the files of neighbours overlap. */
async function makeBranches(repository: string, count: number): Promise<void> {
  const base = git(repository, 'rev-parse', 'HEAD').trim();
  const files = git(repository, 'ls-files')
    .split('\n')
    .filter((file) => /\.(?:ts|json|md)$/.test(file));
  const identity = { name: 'bench', email: 'bench@localhost' };
  for (let branch = 1; branch <= count; branch += 1) {
    const first = branch * (filesPerBranch - 5) * 7;
    const paths = Array.from({ length: filesPerBranch }, (_, at) => files[(first + at * 7) % files.length] ?? '');
    const changes = paths.map((path) => ({ path, content: `${branch}\n${git(repository, 'show', `HEAD:${path}`)}` }));
    const tree = await replaceInTree(repository, base, changes);
    const commit = await commitTree(repository, {
      tree,
      parents: [base],
      message: 'Work',
      author: identity,
      committer: identity,
    });
    await updateRef(repository, { ref: `refs/heads/bench/${branch}`, to: commit, from: undefined });
  }
}
