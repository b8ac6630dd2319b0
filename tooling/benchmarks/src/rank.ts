import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { requestOf, settingOf } from './frame/history-tasks.ts';
import { git } from './frame/large-repository.ts';
import { measure, type Case, type Measure } from './frame/measure.ts';

const bin = fileURLToPath(import.meta.resolve('@cdev/intelligent-agent-generator/package.json')).replace(
  /package\.json$/,
  'bin/cdev-intelligent-agent-generator.js',
);

/** What a ranking takes where nothing is known of a repository yet, where all is, and where one file has changed since. */
export const benchmark: Benchmark = {
  summary: 'CPU and time of ranking the files of a repository for a request: the first time, again, and after a change',
  bar: 'the first at most 3 CPU s, again at most 0.6 s and a fifth of the first',
  run: async ({ args, note }) => {
    const rounds = Number(args[0] ?? 7);
    const rows: string[][] = [];
    let isMet = true;
    for (const folder of settingOf('CDEV_BENCH_HISTORIES').split(':')) {
      note(`${basename(folder)}, ${rounds + 1} rounds`);
      const { files, times } = await rankOften(folder, rounds);
      const cpuOf = (name: string): number => times.find((one) => one.name === name)?.cpu ?? Number.NaN;
      const first = cpuOf(names.first);
      isMet &&= first <= 3000 && cpuOf(names.again) <= 600 && cpuOf(names.again) <= first / 5;
      for (const { name, wall, cpu } of times)
        rows.push([
          `${basename(folder)}, ${files} files`,
          name,
          (cpu / 1000).toFixed(3),
          (wall / 1000).toFixed(3),
          name === names.bare ? '' : (cpu / first).toFixed(2),
        ]);
    }
    return {
      head: ['repository', 'run', 'CPU s', 'wall s', 'CPU, of the first'],
      rows,
      isMet,
      notes: [
        `The built \`cdev-intelligent-agent-generator rank\` at the parent of the newest commit, for that commit's message; ${rounds} rounds in turn, medians, start of the program and the git it asks included. The clone is read from disk that is cached.`,
      ],
    };
  },
};

const names = {
  bare: '`node -e 0`',
  first: 'first',
  again: 'again',
  changed: 'again, one file changed since',
} as const;

async function rankOften(folder: string, rounds: number): Promise<{ files: number; times: readonly Measure[] }> {
  const place = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
  try {
    const repository = join(place, 'repository');
    git(place, 'clone', '--quiet', '--shared', folder, repository);
    const message = await requestOf('HEAD', repository);
    git(repository, 'checkout', '--quiet', 'HEAD^');
    const request = join(place, 'request.md');
    writeFileSync(request, message);
    const files = git(repository, 'ls-files').trimEnd().split('\n');
    const { unchanged, changed } = casesOf(repository, request, files);
    // What was changed right before it was read may have changed again within what a clock tells, and is looked at once more.
    await setTimeout(4000);
    return { files: files.length, times: [...measure(unchanged, rounds), ...measure(changed, rounds)] };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Apart from each other: where a file was changed a moment ago, nothing is as it was. */
function casesOf(
  repository: string,
  request: string,
  files: readonly string[],
): Record<'unchanged' | 'changed', readonly Case[]> {
  const rank = (name: string, more: Partial<Case> = {}): Case => ({
    name,
    file: process.execPath,
    args: [bin, 'rank', '--cwd', repository, '--query-file', request, '--output-format', 'json'],
    env: { CDEV_HOME: join(repository, '..', 'home') },
    mustSucceed: true,
    ...more,
  });
  const code = join(repository, files.find((file) => /\.[cm]?[jt]s$/.test(file)) ?? (files[0] as string));
  const unchanged = [
    { name: names.bare, file: process.execPath, args: ['-e', '0'] },
    rank(names.first, {
      before: () => rmSync(join(repository, '.git', 'cdev'), { recursive: true, force: true }),
    }),
    rank(names.again),
  ];
  const changed = rank(names.changed, {
    before: () => appendFileSync(code, '\n// Changed.\n'),
    after: () => git(repository, 'checkout', '--quiet', '--', '.'),
  });
  return { unchanged, changed: [changed] };
}
