import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexRepository, rankFiles } from '@cdev/code-graph';
import { git } from '@cdev/git';
import type { Benchmark } from './frame/benchmark.ts';
import { median } from './frame/measure.ts';

/** A line of the task file: which of its files does the commit with this message change, seen from its parent? */
interface Task {
  readonly repo: string;
  readonly commit: string;
  readonly parent: string;
  readonly files: readonly string[];
}

interface Score {
  readonly repo: string;
  readonly recall5: number;
  readonly recall10: number;
  readonly recall20: number;
  readonly reciprocalRank: number;
  readonly all10: number;
  readonly seconds: number;
}

/** Which of the files that a real commit changed are among the first that are ranked for its message. */
export const benchmark: Benchmark = {
  summary: 'ranking files for a request: are those that a real commit changed among the first ten?',
  bar: 'R@10 at least 74 % and R@5 at least 61 % on tasks that nobody tuned for, without a model or network',
  run: async ({ args, note }) => {
    const taskFile = settingOf('CDEV_BENCH_LOCALISATION_TASKS');
    const roots = settingOf('CDEV_BENCH_REPOSITORIES').split(':');
    const limit = Number(args[0] ?? Number.POSITIVE_INFINITY);
    const tasks = readFileSync(taskFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Task)
      .slice(0, limit);
    const full: Score[] = [];
    const without: Score[] = [];
    for (const [number, task] of tasks.entries()) {
      if (number % 10 === 0) note(`${number} of ${tasks.length}`);
      const [withHistory, noHistory] = await rankTask(task, gitFolder(task.repo, roots));
      full.push(withHistory);
      without.push(noHistory);
    }
    const rows = [
      row('all', full),
      row('all, history left out', without),
      ...[...new Set(tasks.map(({ repo }) => repo))].map((repo) =>
        row(
          repo,
          full.filter((score) => score.repo === repo),
        ),
      ),
    ];
    return {
      head: ['tasks of', 'tasks', 'R@5 %', 'R@10 %', 'R@20 %', 'MRR', 'all in 10 %', 'median s'],
      rows,
      notes: [
        'Each task is indexed anew from its parent commit; seconds are wall time of index and ranking together.',
        'Weights may have been fitted to these tasks, so nothing is said of the bar here.',
      ],
    };
  },
};

function settingOf(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`Set ${variable}; see the README`);
  return value;
}

/** `owner+name/repo`, `owner/name` and bare forms of them. */
function gitFolder(repo: string, roots: readonly string[]): string {
  const [owner = '', name = ''] = repo.split('/');
  const folders = roots.flatMap((root) => [
    join(root, `${owner}+${name}`, 'repo'),
    join(root, `${owner}+${name}`),
    join(root, owner, name),
    join(root, owner, `${name}.git`),
  ]);
  const found = folders.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${repo} is in none of ${roots.join(', ')}`);
  return found;
}

async function rankTask(task: Task, folder: string): Promise<readonly [Score, Score]> {
  const query = await requestOf(task, folder);
  const start = performance.now();
  const index = await indexRepository(folder, { commit: task.parent });
  const ranked = rankFiles({ index, query });
  const seconds = (performance.now() - start) / 1000;
  const without = rankFiles({ index, query, useHistory: false });
  const scoreOf = (files: readonly { readonly path: string }[]): Score =>
    score(task, { paths: files.map(({ path }) => path).filter(isCounted), seconds });
  return [scoreOf(ranked), scoreOf(without)];
}

const trailer =
  /^\s*(?:[a-z]+(?:-[a-z]+)*-(?:by|id|url)|cc|refs?|fixes|closes|resolves)\s*:|^\s*\(cherry picked|^\s*git-svn-id/i;

/** The commit's message without trailers, links and numbers of issues: what a person would have asked for. */
async function requestOf({ commit }: Task, folder: string): Promise<string> {
  const { stdoutBytes } = await git(folder, ['log', '-1', '--format=%B', commit], { isQuestion: true });
  const lines = stdoutBytes.toString('utf8').split('\n');
  return lines
    .filter((line) => !trailer.test(line))
    .join('\n')
    .replace(/\(?#\d+\)?|https?:\/\/\S+/g, ' ')
    .trim();
}

/** The tasks name script files only, and none that are generated, vendored or fixtures. */
function isCounted(path: string): boolean {
  return (
    /\.[cm]?[jt]sx?$/.test(path) &&
    !/(?:^|\/)(?:node_modules|dist|vendor|third_party|__snapshots__|coverage|\.yarn|(?:__)?fixtures?(?:__)?)\/|\.min\.js$/.test(
      path,
    )
  );
}

function score({ repo, files }: Task, { paths, seconds }: { paths: readonly string[]; seconds: number }): Score {
  const wanted = new Set(files);
  const hits = (count: number): number => paths.slice(0, count).filter((path) => wanted.has(path)).length;
  const first = paths.findIndex((path) => wanted.has(path));
  return {
    repo,
    recall5: hits(5) / wanted.size,
    recall10: hits(10) / wanted.size,
    recall20: hits(20) / wanted.size,
    reciprocalRank: first === -1 ? 0 : 1 / (first + 1),
    all10: hits(10) === wanted.size ? 1 : 0,
    seconds,
  };
}

function mean(scores: readonly Score[], field: Exclude<keyof Score, 'repo'>): number {
  return scores.reduce((sum, score) => sum + score[field], 0) / Math.max(1, scores.length);
}

function row(name: string, scores: readonly Score[]): string[] {
  const percent = (field: Exclude<keyof Score, 'repo'>): string => (100 * mean(scores, field)).toFixed(1);
  return [
    name,
    String(scores.length),
    percent('recall5'),
    percent('recall10'),
    percent('recall20'),
    mean(scores, 'reciprocalRank').toFixed(3),
    percent('all10'),
    median(scores.map(({ seconds }) => seconds)).toFixed(1),
  ];
}
