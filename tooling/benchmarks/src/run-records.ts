import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openRunHistory, type RunHistory } from '@cdev/run-history';
import type { Benchmark } from './frame/benchmark.ts';
import { median } from './frame/measure.ts';
import { writeSyntheticRecords } from './frame/synthetic-records.ts';

const count = 1_000_000;
const kills = 200;
const words = ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source'];
const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));

/** What records cost the runs, what questions cost, and what a kill takes. */
export const benchmark: Benchmark = {
  summary: 'run records: what one costs a run, the index of a million, and 200 kills in the middle of writing',
  bar: 'a record within 3 ms at the median in a fresh process; no record lost that was said to be written',
  run: async ({ note }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
    try {
      note('what a record costs, 40 fresh processes');
      const costs = Array.from({ length: 40 }, () => recordCost(join(folder, 'cost')));
      note(`${kills} kills, four writers to one journal at a time`);
      const killed = await killTrials(join(folder, 'kill'));
      note(`the index of ${count} records`);
      const rows = await indexTimes(join(folder, 'million'));
      return {
        head: ['what', 'figure'],
        rows: [
          ['a record, median of 40 fresh processes', `${median(costs).toFixed(2)} ms`],
          ['a record, slowest of 40', `${Math.max(...costs).toFixed(2)} ms`],
          [`records said to be written in ${kills} kills`, String(killed.said)],
          ['of these lost', String(killed.lost)],
          ['lines torn', String(killed.torn)],
          ...rows,
        ],
        isMet: median(costs) <= 3 && killed.lost === 0,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function recordCost(home: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [...words, program('write-run-record'), home], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return Number(stdout);
}

async function killTrials(home: string): Promise<{ said: number; lost: number; torn: number }> {
  const files: string[] = [];
  for (let trial = 0; trial < kills; trial += 4) {
    await Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        const file = join(home, `said-${trial + writer}.txt`);
        files.push(file);
        mkdirSync(home, { recursive: true });
        const args = [...words, program('append-run-records'), home, String((trial + writer) * 1_000_000), file];
        const child = spawn(process.execPath, args, { stdio: 'inherit' });
        const ended = once(child, 'close');
        while (!existsSync(file) || readFileSync(file).length === 0) await pause(2);
        // From none to some hundred records; each at another place of its write.
        await pause(((trial + writer) * 7) % 23);
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
  const said = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number));
  using history = await openRunHistory({ home });
  const kept = new Set(history.runs({ limit: 100_000_000 }).map(({ pid }) => pid));
  return { said: said.length, lost: said.filter((at) => !kept.has(at)).length, torn: history.state.unreadable };
}

async function indexTimes(home: string): Promise<string[][]> {
  writeSyntheticRecords(home, count);
  const opening = async (): Promise<{ history: RunHistory; taken: number }> => {
    const start = performance.now();
    const history = await openRunHistory({ home });
    return { history, taken: performance.now() - start };
  };
  const first = await opening();
  if (first.history.state.records !== count) throw new Error(`${first.history.state.records} records were found`);
  first.history[Symbol.dispose]();
  const { history, taken } = await opening();
  const since = new Date(Date.UTC(2026, 9, 2));
  const questions: readonly (readonly [string, () => unknown])[] = [
    ['all scripts', () => history.scripts()],
    ['errors of 30 days', () => history.errors({ since })],
    ['errors of the year', () => history.errors()],
    ['days of one script, a year', () => history.days({ script: 'cdev-script-3' })],
    ['days of all scripts, a year', () => history.days()],
    ['the 100 newest runs', () => history.runs({ limit: 100 })],
  ];
  const rows = questions.map(([name, ask]) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      ask();
      return performance.now() - start;
    });
    return [`question: ${name}`, `${median(times).toFixed(1)} ms`];
  });
  history[Symbol.dispose]();
  return [
    [`index of ${count} records made`, `${(first.taken / 1000).toFixed(1)} s`],
    ['opened again, nothing new', `${taken.toFixed(0)} ms`],
    ...rows,
  ];
}
