import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './frame/benchmark.ts';
import { measure, type Case } from './frame/measure.ts';

const bare = 'node -e 0';
/** Times the CPU of a bare Node. The last is the way through the parser and the configuration to the first output. */
const limits = { '--help': 1.5, '--version': 1.5, '--no-such-option': 3 } as const;

/** How long each bin takes to say something, against a Node that does nothing. */
export const benchmark: Benchmark = {
  summary: 'start of every bin: help, version and first output, against a Node that does nothing',
  bar: 'within 1.5 times the CPU of `node -e 0` in the same run for --help and --version, 3 times for a first output; medians of 20',
  run: async ({ root, note }) => {
    const home = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
    try {
      const cases: Case[] = [
        { name: bare, file: process.execPath, args: ['-e', '0'] },
        ...bins(root).flatMap(({ name, file }) =>
          Object.keys(limits).map((option) => ({
            name: `${name} ${option}`,
            file: process.execPath,
            args: [file, option],
            env: { CDEV_HOME: home },
          })),
        ),
      ];
      note(`${cases.length} cases, 20 rounds`);
      const measures = measure(cases, 20);
      const base = measures.find(({ name }) => name === bare);
      if (!base) throw new Error('the bare run is missing');
      const rows = measures.map(({ name, wall, cpu }) => [
        `\`${name}\``,
        wall.toFixed(1),
        cpu.toFixed(1),
        (wall / base.wall).toFixed(2),
        (cpu / base.cpu).toFixed(2),
      ]);
      const isMet = measures.every(({ name, cpu }) => {
        const limit = Object.entries(limits).find(([option]) => name.endsWith(option))?.[1];
        return limit === undefined || cpu / base.cpu <= limit;
      });
      return { head: ['command', 'wall ms', 'CPU ms', 'wall ratio', 'CPU ratio'], rows, isMet };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

function bins(root: string): { name: string; file: string }[] {
  return readdirSync(join(root, 'packages'))
    .toSorted()
    .flatMap((folder) => {
      const path = join(root, 'packages', folder);
      const manifest = join(path, 'package.json');
      if (!existsSync(manifest) || !existsSync(join(path, 'dist/start.js'))) return [];
      const { bin = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin?: Record<string, string> };
      return Object.entries(bin).map(([name, file]) => ({ name, file: join(path, file) }));
    });
}
