import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { largeRepository } from './frame/large-repository.ts';
import { measure, type Case } from './frame/measure.ts';

const bin = fileURLToPath(new URL('../../../packages/security-check/bin/cdev-security-check.js', import.meta.url));

/** CPU of secrets in a large tree, beside other scanners, and of a pre-commit hook. */
export const benchmark: Benchmark = {
  summary: 'secrets in a large tree beside other scanners, the history, and a hook in a repository of 5,000 files',
  bar: "at most 1/12 of Debian's gitleaks and 1/15 of secretlint by CPU; the hook in at most 150 ms",
  run: async ({ args, note }) => {
    const rounds = Number(args[0] ?? 5);
    const tree = process.env['CDEV_BENCH_TREE'] ?? '';
    if (tree === '') throw new Error('Set CDEV_BENCH_TREE; see the README');
    const gitleaks = process.env['CDEV_BENCH_GITLEAKS'];
    const secretlint = process.env['CDEV_BENCH_SECRETLINT'];
    using large = largeRepository(undefined);
    const own = (name: string, cwd: string, ...rest: readonly string[]): Case => ({
      name,
      file: process.execPath,
      args: [bin, '--cwd', cwd, '--quiet', '--fail-on', 'never', ...rest],
      env: { CDEV_HOME: large.folder },
      mustSucceed: true,
    });
    const cases: Case[] = [
      own('tree, @cdev/security-check', tree, '--only', 'worktree'),
      own('hook, 5,000 files, nothing staged', large.repository, '--staged'),
      own('history of one commit, 5,000 files', large.repository, '--only', 'history', '--refresh'),
    ];
    if (gitleaks !== undefined) cases.push({ name: 'tree, gitleaks', file: gitleaks, args: ['dir', tree] });
    if (secretlint !== undefined)
      cases.push({
        name: 'tree, secretlint',
        file: process.execPath,
        args: [secretlint, '--no-glob', '--no-terminalLink', '**/*'],
        cwd: tree,
      });
    note(`${rounds + 1} rounds of ${cases.length} cases`);
    const times = measure(cases, rounds);
    const base = times[0]?.cpu ?? Number.NaN;
    const ratio = (name: string): number | undefined => {
      const other = times.find((each) => each.name === name);
      return other && other.cpu / base;
    };
    const [toGitleaks, toSecretlint] = [ratio('tree, gitleaks'), ratio('tree, secretlint')];
    const hook = times.find(({ name }) => name.startsWith('hook'))?.wall ?? Number.NaN;
    const isMet = hook <= 150 && (toGitleaks ?? 12) >= 12 && (toSecretlint ?? 15) >= 15;
    return {
      head: ['case', 'CPU s', 'wall s', 'CPU to ours'],
      rows: times.map(({ name, cpu, wall }) => [
        name,
        (cpu / 1000).toFixed(2),
        (wall / 1000).toFixed(2),
        name.startsWith('tree') ? `${(cpu / base).toFixed(1)}×` : '',
      ]),
      isMet,
      notes: [
        ...(gitleaks === undefined ? ['gitleaks was not measured: CDEV_BENCH_GITLEAKS is not set.'] : []),
        ...(secretlint === undefined ? ['secretlint was not measured: CDEV_BENCH_SECRETLINT is not set.'] : []),
      ],
    };
  },
};
