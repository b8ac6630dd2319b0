import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { git, largeRepository } from './frame/large-repository.ts';
import { measure, type Case, type Measure } from './frame/measure.ts';

const bin = fileURLToPath(new URL('../../../packages/security-check/bin/cdev-security-check.js', import.meta.url));
const tree = 'tree, @cdev/security-check';
const hook = 'hook, one of 5,000 files staged';
const history = 'history, @cdev/security-check, first time';
const floor = 'history, git log -p alone';
const again = 'history, @cdev/security-check, once more';
const more = 'history, @cdev/security-check, after 200 more commits';

/** CPU of secrets in a large tree, beside other scanners, of a history beside git alone, and of a pre-commit hook. */
export const benchmark: Benchmark = {
  summary: 'secrets in a large tree beside other scanners, a history, and a hook in a repository of 5,000 files',
  bar: 'by CPU at most 1/8 of gitleaks and 1/15 of secretlint, in at most 250 MB; the history at most 1.6 times git alone, once more and after 200 more commits in at most 0.5 s; the hook in at most 150 ms',
  run: async ({ args, note }) => {
    const rounds = Number(args[0] ?? 5);
    const { CDEV_BENCH_TREE: folder, CDEV_BENCH_HISTORY: repository } = process.env;
    if (folder === undefined || repository === undefined)
      throw new Error('Set CDEV_BENCH_TREE and CDEV_BENCH_HISTORY; see the README');
    using large = largeRepository(undefined);
    writeFileSync(join(large.repository, 'package-0/src/file-0.ts'), 'export const changed = 1;\n');
    git(large.repository, 'add', '.');
    const cases = [
      ...ownCases({ folder, repository, staged: large.repository, home: large.folder }),
      grownHistory(repository, large.folder),
      ...peerCases(folder),
    ];
    note(`${rounds + 1} rounds of ${cases.length} cases`);
    const times = measure(cases, rounds);
    const memory = peakMemory(folder, large.folder);
    return {
      head: ['case', 'CPU s', 'wall s', 'CPU to ours'],
      rows: times.map((each) => [
        each.name,
        (each.cpu / 1000).toFixed(2),
        (each.wall / 1000).toFixed(2),
        ratioText(each, times),
      ]),
      isMet: isMet(times, memory),
      notes: [
        `At most ${memory} MB were used for the tree.`,
        ...['gitleaks', 'secretlint']
          .filter((name) => !times.some((each) => each.name === `tree, ${name}`))
          .map((name) => `${name} was not measured: CDEV_BENCH_${name.toUpperCase()} is not set.`),
      ],
    };
  },
};

interface Places {
  readonly folder: string;
  readonly repository: string;
  readonly staged: string;
  readonly home: string;
}

function own(home: string, name: string, cwd: string, ...rest: readonly string[]): Case {
  return {
    name,
    file: process.execPath,
    args: [bin, '--quiet', '--fail-on', 'never', ...rest],
    cwd,
    env: { CDEV_HOME: home },
    mustSucceed: true,
  };
}

/** A history that was read when its main branch was 200 commits shorter. */
function grownHistory(source: string, home: string): Case {
  const repository = join(home, 'grown');
  git(home, 'clone', '--quiet', '--no-checkout', '--single-branch', '--no-tags', source, repository);
  // What it had from there would lead to all of it.
  git(repository, 'remote', 'remove', 'origin');
  const branch = git(repository, 'symbolic-ref', 'HEAD').trim();
  const [tip = '', earlier = ''] = [0, 200].map((skip) =>
    git(repository, 'rev-list', '-1', `--skip=${skip}`, branch).trim(),
  );
  git(repository, 'update-ref', branch, earlier);
  const grown = own(home, more, repository, '--only', 'history');
  const { file: program, args, cwd } = grown;
  spawnSync(program, [...args], { cwd, env: { ...process.env, ...grown.env }, stdio: 'ignore' });
  git(repository, 'update-ref', branch, tip);
  const memory = ['history.json', 'clean-blobs'].map((name) => join(repository, '.git/cdev/secret-scan', name));
  const known = memory.map((file) => readFileSync(file));
  return { ...grown, before: () => memory.forEach((file, at) => writeFileSync(file, known[at]!)) };
}

function ownCases({ folder, repository, staged, home }: Places): Case[] {
  // With the lines around what changed, as it shows them by itself and as they are scanned.
  const log = ['log', '-p', '--full-history', '--all'];
  return [
    own(home, tree, folder, '--only', 'worktree'),
    own(home, hook, staged, '--staged'),
    own(home, history, repository, '--only', 'history', '--refresh'),
    own(home, again, repository, '--only', 'history'),
    { name: floor, file: 'git', args: log, cwd: repository, mustSucceed: true },
  ];
}

function peerCases(folder: string): Case[] {
  const { CDEV_BENCH_GITLEAKS: gitleaks, CDEV_BENCH_SECRETLINT: secretlint } = process.env;
  return [
    ...(gitleaks === undefined ? [] : [{ name: 'tree, gitleaks', file: gitleaks, args: ['dir', folder] }]),
    ...(secretlint === undefined
      ? []
      : [
          {
            name: 'tree, secretlint',
            file: process.execPath,
            args: [secretlint, '--no-terminalLink', '**/*'],
            cwd: folder,
          },
        ]),
  ];
}

/** Of one more run, in MB, as the runtime itself counts it at its end. */
function peakMemory(folder: string, home: string): number {
  const file = join(home, 'peak');
  const tell = `process.on('exit', () => process.getBuiltinModule('fs').writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`;
  const args = ['--quiet', '--fail-on', 'never', '--only', 'worktree'];
  spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, bin, ...args], {
    cwd: folder,
    env: { ...process.env, CDEV_HOME: home },
    stdio: 'ignore',
  });
  return Math.round(Number(readFileSync(file, 'utf8')) / 1000);
}

function ratio(times: readonly Measure[], name: string, to: string): number | undefined {
  const [one, other] = [name, to].map((each) => times.find((time) => time.name === each)?.cpu);
  return one === undefined || other === undefined ? undefined : one / other;
}

function ratioText({ name }: Measure, times: readonly Measure[]): string {
  const to = name.startsWith('tree') ? tree : name === floor ? history : undefined;
  const found = to === undefined ? undefined : ratio(times, name, to);
  return found === undefined ? '' : `${found.toFixed(2)}×`;
}

function isMet(times: readonly Measure[], memory: number): boolean {
  const wall = (name: string): number => times.find((time) => time.name === name)?.wall ?? Number.NaN;
  return (
    memory <= 250 &&
    wall(hook) <= 150 &&
    wall(again) <= 500 &&
    wall(more) <= 500 &&
    (ratio(times, history, floor) ?? Number.NaN) <= 1.6 &&
    (ratio(times, 'tree, gitleaks', tree) ?? 8) >= 8 &&
    (ratio(times, 'tree, secretlint', tree) ?? 15) >= 15
  );
}
