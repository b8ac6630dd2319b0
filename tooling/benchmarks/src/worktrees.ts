import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { git, largeRepository } from './frame/large-repository.ts';
import { measure, type Case } from './frame/measure.ts';

// JavaScript: stripping types would be timed too.
const program = fileURLToPath(new URL('programs/create-worktrees.js', import.meta.url));
const poolProgram = fileURLToPath(new URL('programs/fill-pool.js', import.meta.url));
const rounds = 5;
const count = 20;

interface Bench {
  readonly repository: string;
  /** Where worktrees are made; emptied after each run. */
  readonly folder: string;
  readonly sparse: readonly string[];
}

/** Worktrees for twenty agents of one repository, in full and with the folders of one agent, against plain git one after the other. */
export const benchmark: Benchmark = {
  summary:
    "twenty worktrees of one repository against plain git: pnpm bench worktrees [repository, '' for its own] [gtr program]",
  bar: `${count} worktrees within 0.6 of the time of plain \`git worktree add\`, within 0.1 with a sparse cone, within 0.05 from a pool; 400 at 16 workers without a failure`,
  run: async ({ args, note }) => {
    using large = largeRepository(args[0] || undefined);
    const { repository } = large;
    const bench = { repository, folder: join(large.folder, 'worktrees'), sparse: middleFolders(repository) };
    const files = git(repository, 'ls-files').split('\n').length - 1;
    const coneFiles = git(repository, 'ls-files', '--', ...bench.sparse).split('\n').length - 1;
    note(`${files} files, ${rounds} rounds of ${count} worktrees`);
    const measures = measure(
      cases(bench, args[1]).map((one) => ({ ...one, mustSucceed: true })),
      rounds,
    );
    const [base, start] = measures;
    if (!base || !start) throw new Error('the bare runs are missing');
    note('400 worktrees at 16 workers: four processes of four');
    const failures = countFailures(bench);
    const ratio = (name: string): number =>
      ((measures.find((one) => one.name === name)?.wall ?? Number.NaN) - start.wall) / base.wall;
    return {
      head: ['method', 'wall s', 'CPU s', 'wall ratio', 'CPU ratio', 'wall ratio without the start'],
      rows: measures.map(({ name, wall, cpu }) => [
        name,
        (wall / 1000).toFixed(2),
        (cpu / 1000).toFixed(2),
        (wall / base.wall).toFixed(2),
        (cpu / base.cpu).toFixed(2),
        name.startsWith('@cdev') ? ratio(name).toFixed(2) : '',
      ]),
      isMet: ratio(full) <= 0.6 && ratio(cone) <= 0.1 && ratio(claim) <= 0.05 && failures === 0,
      notes: [
        `${files} files, ${coneFiles} of them in the two folders; ${rounds} rounds in turn, medians. Start: Node and the packages, which a script that makes worktrees has paid already. Of 400 worktrees made by four processes with four workers each, ${failures} failed. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
      ],
    };
  },
};

const full = '@cdev/workspace, full';
const cone = '@cdev/workspace, sparse cone of two folders';
const claim = '@cdev/workspace, from a pool filled before';

function cases(bench: Bench, gtr: string | undefined): Case[] {
  const { repository, folder, sparse } = bench;
  const after = (): void => cleanUp(bench);
  const ours = [program, repository, folder, String(count), '2'];
  const plain = `for n in $(seq ${count}); do git worktree add --quiet --no-track -b "plain/$n" "${folder}/$n" HEAD || exit 1; done`;
  const peer = `for n in $(seq ${count}); do "${gtr}" new "gtr/$n" --from HEAD --no-fetch --no-copy --no-hooks --yes || exit 1; done`;
  const env = { GTR_WORKTREES_DIR: folder };
  return [
    { name: 'plain git, one after the other', file: 'bash', args: ['-c', plain], cwd: repository, after },
    { name: 'start of the program', file: process.execPath, args: [program, repository, folder, '0'], after },
    { name: full, file: process.execPath, args: ours, after },
    { name: cone, file: process.execPath, args: [...ours, ...sparse], after },
    {
      name: claim,
      file: process.execPath,
      args: ours,
      before: () => execFileSync(process.execPath, [poolProgram, repository, join(folder, '.pool'), String(count)]),
      after,
    },
    ...(gtr === undefined
      ? []
      : [{ name: 'gtr, no fetch, no hooks', file: 'bash', args: ['-c', peer], cwd: repository, env, after }]),
  ];
}

/** Four processes at once on one repository, as several runs of one user are. */
function countFailures({ repository, folder }: Bench): number {
  const one = (at: number): string =>
    `"${process.execPath}" "${program}" "${repository}" "${folder}/${at}" 100 4 cone-of-nothing >"${folder}/${at}.failed"`;
  mkdirSync(folder, { recursive: true });
  spawnSync('bash', ['-c', `${[1, 2, 3, 4].map((at) => `${one(at)} &`).join('\n')}\nwait`], { stdio: 'inherit' });
  const listed = git(repository, 'worktree', 'list', '--porcelain')
    .split('\n')
    .filter((line) => line.startsWith('branch refs/heads/bench/'));
  return 400 - listed.length;
}

function cleanUp({ repository, folder }: Bench): void {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(repository, '.git', 'cdev', 'pool'), { recursive: true, force: true });
  git(repository, 'worktree', 'prune', '--expire=now');
  const branches = git(
    repository,
    'for-each-ref',
    '--format=delete %(refname)',
    'refs/heads/plain',
    'refs/heads/bench',
    'refs/heads/gtr',
  );
  execFileSync('git', ['update-ref', '--stdin'], { cwd: repository, input: branches });
}

/** Two folders of the middle by size: what an agent that owns two folders would get. */
function middleFolders(repository: string): string[] {
  const folders = readdirSync(repository, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== '.git',
  );
  const sized = folders
    .map(({ name }) => ({ name, files: git(repository, 'ls-files', '--', name).split('\n').length }))
    .toSorted((a, b) => a.files - b.files);
  const middle = Math.floor(sized.length / 2);
  return sized.slice(middle, middle + 2).map(({ name }) => name);
}
