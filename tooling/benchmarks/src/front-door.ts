import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Benchmark } from './frame/benchmark.ts';
import { measure, type Case } from './frame/measure.ts';

const rounds = 40;
/** Milliseconds of CPU that the front door may add to what Node needs to start. */
const most = 10;

/** What `cdev <x>` costs more than the program that it starts. */
export const benchmark: Benchmark = {
  summary: 'the front door: cdev <x> against the program itself, for scripts of the house and plugins',
  bar: `at most ${most} ms of CPU more than the program itself, at the minimum and at the median of ${rounds} runs in turn; where the program is no Node program, more than an empty Node`,
  run: async ({ root, note }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
    try {
      const door = join(root, 'packages/cli/bin/cdev.js');
      const own = join(root, 'packages/validate-parallel-work/bin/cdev-validate-parallel-work.js');
      if (!existsSync(join(root, 'packages/cli/dist/start.js'))) throw new Error('Build first: pnpm build');
      const place = writePlugins(folder);
      const env = { CDEV_HOME: join(folder, 'home'), PATH: place.path };
      const node = process.execPath;
      const at = { cwd: place.project, env, mustSucceed: true } as const;
      const cases: Case[] = [
        { name: 'empty', file: node, args: ['-e', '0'], ...at },
        { name: 'script', file: node, args: [own, '--version'], ...at },
        { name: 'cdev script', file: node, args: [door, 'validate-parallel-work', '--version'], ...at },
        { name: 'node', file: node, args: [place.node, 'a'], ...at },
        { name: 'cdev node', file: node, args: [door, 'bench-node', 'a'], ...at },
        { name: 'sh', file: place.sh, args: ['a'], ...at },
        { name: 'cdev sh', file: node, args: [door, 'bench-sh', 'a'], ...at },
      ];
      note(`${cases.length} cases, ${rounds} rounds`);
      const measures = new Map(measure(cases, rounds).map((each) => [each.name, each]));
      const of = (name: string) => {
        const found = measures.get(name);
        if (!found) throw new Error(`${name} was not measured`);
        return found;
      };
      const added = [
        ['a script of the house, `--version`', 'script', 'cdev script', 0],
        [`a plugin that is a Node program, the last of ${place.folders} folders of PATH`, 'node', 'cdev node', 0],
        ['a plugin that is a shell script, likewise', 'sh', 'cdev sh', 1],
      ] as const;
      const rows = added.map(([what, direct, through, nodes]) => {
        const [one, other, empty] = [of(direct), of(through), of('empty')];
        const more = (figure: 'least' | 'cpu'): number => other[figure] - one[figure] - nodes * empty[figure];
        return { what, one, other, least: more('least'), median: more('cpu') };
      });
      return {
        head: ['what is started', 'itself, CPU ms (minimum, median)', 'by `cdev`', 'added', 'of that beyond a Node'],
        rows: rows.map(({ what, one, other, least, median }) => [
          what,
          `${one.least.toFixed(0)}, ${one.cpu.toFixed(1)}`,
          `${other.least.toFixed(0)}, ${other.cpu.toFixed(1)}`,
          `${(other.least - one.least).toFixed(0)}, ${(other.cpu - one.cpu).toFixed(1)}`,
          `${least.toFixed(0)}, ${median.toFixed(1)}`,
        ]),
        isMet: rows.every(({ least, median }) => least <= most && median <= most),
        notes: [
          `An empty Node: ${of('empty').least.toFixed(0)} ms at the minimum, ${of('empty').cpu.toFixed(1)} at the median.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Plugins {
  readonly project: string;
  readonly path: string;
  readonly folders: number;
  readonly node: string;
  readonly sh: string;
}

/** Two plugins in the last folder of a PATH as long as that of a developer, each folder with hundreds of programs. */
function writePlugins(folder: string): Plugins {
  const project = join(folder, 'a/project/of/some/depth');
  mkdirSync(project, { recursive: true });
  const folders = Array.from({ length: 24 }, (_, at) => join(folder, `bin-${at}`));
  for (const each of folders) {
    mkdirSync(each);
    for (let at = 0; at < 200; at += 1) writeFileSync(join(each, `program-${at}`), '');
  }
  const last = folders.at(-1) ?? folder;
  const write = (name: string, text: string): string => {
    const file = join(last, name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  };
  const node = write('cdev-bench-node', '#!/usr/bin/env node\nconsole.log(process.argv[2]);\n');
  const sh = write('cdev-bench-sh', '#!/bin/sh\necho "$1"\n');
  const path = [...folders, process.env['PATH'] ?? ''].join(delimiter);
  return { project, path, folders: folders.length, node, sh };
}
