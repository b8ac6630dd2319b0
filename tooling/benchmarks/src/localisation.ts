import { readFileSync } from 'node:fs';
import { indexRepository, rankFiles } from '@cdev/code-graph';
import type { Benchmark } from './frame/benchmark.ts';
import { gitFolder, mean, requestOf, settingOf } from './frame/history-tasks.ts';
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

async function rankTask(task: Task, folder: string): Promise<readonly [Score, Score]> {
  const query = await requestOf(task.commit, folder);
  const start = performance.now();
  const index = await indexRepository(folder, { commit: task.parent, isKept: false });
  const ranked = rankFiles({ index, query });
  const seconds = (performance.now() - start) / 1000;
  const without = rankFiles({ index, query, useHistory: false });
  const scoreOf = (files: readonly { readonly path: string }[]): Score =>
    score(task, { paths: files.map(({ path }) => path).filter(isCounted), seconds });
  return [scoreOf(ranked), scoreOf(without)];
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
