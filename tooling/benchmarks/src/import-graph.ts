import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readInventory } from '@cdev/code-graph';
import type { Benchmark } from './frame/benchmark.ts';
import { settingOf } from './frame/history-tasks.ts';
import { measure, type Case } from './frame/measure.ts';

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));

/** CPU, memory and edges of the import graph, beside madge's. The programs are JavaScript: stripping types would be timed too. */
export const benchmark: Benchmark = {
  summary: 'the import graph of large repositories, beside madge: CPU, memory, edges in common',
  bar: "at most 1/15 of madge's CPU, at most 200 MB, at least 99 % of its edges between files of the repository",
  run: async ({ args, note }) => {
    const madge = settingOf('CDEV_BENCH_MADGE');
    const folders = settingOf('CDEV_BENCH_CHECKOUTS').split(':');
    const rounds = Number(args[0] ?? 5);
    const rows: string[][] = [];
    let isMet = true;
    for (const folder of folders) {
      note(`${basename(folder)}, ${rounds + 1} rounds`);
      const cases = [ownCase(folder), madgeCase(folder, madge)] as const;
      const [own, theirs] = cases.map((each) => runOnce(each));
      const [ownTime, madgeTime] = measure(cases, rounds);
      const { files } = await readInventory(folder);
      const here = new Set(files.map(({ path }) => path));
      const expected = [...(theirs?.edges ?? [])].filter((edge) => edge.split(' -> ').every((path) => here.has(path)));
      const found = expected.filter((edge) => own?.edges.has(edge)).length;
      const share = found / Math.max(1, expected.length);
      const ratio = (ownTime?.cpu ?? Number.NaN) / (madgeTime?.cpu ?? Number.NaN);
      isMet &&= share >= 0.99 && ratio <= 1 / 15 && (own?.megabytes ?? Number.NaN) <= 200;
      const name = basename(folder);
      const seconds = (milliseconds = Number.NaN): string => (milliseconds / 1000).toFixed(2);
      rows.push(
        [
          name,
          '@cdev/code-graph',
          seconds(ownTime?.cpu),
          `1/${(1 / ratio).toFixed(1)}`,
          String(own?.megabytes),
          String(own?.edges.size),
          `${(share * 100).toFixed(2)} %`,
        ],
        [name, 'madge', seconds(madgeTime?.cpu), '1', String(theirs?.megabytes), String(theirs?.edges.size), ''],
      );
    }
    return {
      head: ['repository', 'by', 'CPU s', 'CPU ratio', 'MB', 'edges', "of madge's edges"],
      rows,
      isMet,
      notes: [
        'CPU and memory are of the whole process, with start-up; ours is the built package with the compile cache that the bins turn on.',
      ],
    };
  },
};

function ownCase(folder: string): Case {
  return { name: `${folder} own`, file: process.execPath, args: [program('graph-imports'), folder] };
}

function madgeCase(folder: string, madge: string): Case {
  return { name: `${folder} madge`, file: process.execPath, args: [program('graph-imports-madge'), madge, folder] };
}

function runOnce({ name, file, args }: Case): { edges: ReadonlySet<string>; megabytes: number } {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1_000_000_000 });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return {
    edges: new Set(stdout.split('\n').filter((line) => line !== '')),
    megabytes: Number(stderr.trim().split('\n').at(-1)),
  };
}
