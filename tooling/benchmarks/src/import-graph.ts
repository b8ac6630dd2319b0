import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readInventory } from '@cdev/code-graph';
import type { Benchmark } from './frame/benchmark.ts';
import { bundleProgram } from './frame/bundle-program.ts';
import { settingOf } from './frame/history-tasks.ts';
import { measure, type Case } from './frame/measure.ts';

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));

/** CPU, memory and edges of the import graph, beside madge's and dependency-cruiser's. The programs are JavaScript: stripping types would be timed too. */
export const benchmark: Benchmark = {
  summary: 'the import graph of large repositories, beside madge and dependency-cruiser: CPU, memory, edges in common',
  bar: "at most 1/15 of madge's and of dependency-cruiser's CPU, at most 200 MB, at least 99 % of madge's edges between files of the repository",
  run: async ({ args, note }) => {
    const peers = settingOf('CDEV_BENCH_MADGE');
    const folders = settingOf('CDEV_BENCH_CHECKOUTS').split(':');
    const rounds = Number(args[0] ?? 5);
    const ownProgram = await bundleProgram('graph-imports', '@cdev/code-graph');
    const rows: string[][] = [];
    let isMet = true;
    for (const folder of folders) {
      note(`${basename(folder)}, ${rounds + 1} rounds`);
      const cases = casesOf(folder, ownProgram, peers);
      const looks = cases.map((each) => runOnce(each));
      const times = measure(cases, rounds);
      const here = new Set((await readInventory(folder)).files.map(({ path }) => path));
      const [own, madge] = looks;
      const expected = [...(madge?.edges ?? [])].filter((edge) => edge.split(' -> ').every((path) => here.has(path)));
      const share = expected.filter((edge) => own?.edges.has(edge)).length / Math.max(1, expected.length);
      const ownCpu = times[0]?.cpu ?? Number.NaN;
      const ratios = times.map(({ cpu }) => cpu / ownCpu);
      isMet &&= share >= 0.99 && ratios.slice(1).every((ratio) => ratio >= 15) && (own?.megabytes ?? Number.NaN) <= 200;
      for (const [index, { name, cpu }] of times.entries())
        rows.push([
          basename(folder),
          name,
          (cpu / 1000).toFixed(2),
          index === 0 ? '1' : (ratios[index] ?? Number.NaN).toFixed(1),
          String(looks[index]?.megabytes),
          String(looks[index]?.edges.size),
          index === 0 ? `${(share * 100).toFixed(2)} %` : '',
        ]);
    }
    return {
      head: ['repository', 'by', 'CPU s', 'times ours', 'MB', 'edges', "of madge's edges"],
      rows,
      isMet,
      notes: [
        'CPU and memory are of the whole process, with start-up; ours is bundled, starts with the compile cache and is set up for one answer, as the bins do. Its edges are between files of the repository, dependency-cruiser counts packages too.',
      ],
    };
  },
};

/** Ours first, then what it is held against: madge, and dependency-cruiser where it is installed beside it. */
function casesOf(folder: string, own: string, peers: string): readonly Case[] {
  const peer = (name: string, file: string): Case => ({
    name,
    file: process.execPath,
    args: [program(file), peers, folder],
    mustSucceed: true,
  });
  return [
    { name: '@cdev/code-graph', file: process.execPath, args: [own, folder], mustSucceed: true },
    peer('madge', 'graph-imports-madge'),
    ...(existsSync(join(peers, 'node_modules/dependency-cruiser'))
      ? [peer('dependency-cruiser', 'graph-imports-cruiser')]
      : []),
  ];
}

function runOnce({ name, file, args }: Case): { edges: ReadonlySet<string>; megabytes: number } {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1_000_000_000 });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return {
    edges: new Set(stdout.split('\n').filter((line) => line !== '')),
    megabytes: Number(stderr.trim().split('\n').at(-1)),
  };
}
