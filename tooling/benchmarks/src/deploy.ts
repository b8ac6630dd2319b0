import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './frame/benchmark.ts';
import { median } from './frame/measure.ts';

interface Measured {
  readonly rows: readonly {
    readonly name: string;
    readonly times: readonly number[];
    readonly note?: string;
    readonly bar?: number;
  }[];
  readonly reads: number;
  readonly failed: number;
  readonly switches: number;
}

/** What deploying does to a host, beside ssh and scp as they are used by hand. The package's own program measures it, with real sshd on this machine. */
export const benchmark: Benchmark = {
  summary: 'remote commands, uploads and the switch against ssh and scp one by one',
  bar: '50 remote commands within 1 s, 2,000 files at 30 ms round trip within 0.5 s, 0 failed reads in the switch',
  run: async ({ root, note }) => {
    note('about two minutes');
    const program = join(root, 'packages', 'deploy', 'test', 'measure-deploy.ts');
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=@cdev/source', '--no-warnings', program],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    const { rows, reads, failed, switches } = JSON.parse(stdout) as Measured;
    return {
      head: ['what', 'wall s', ''],
      rows: [
        ...rows.map(({ name, times, note: more = '' }) => [name, (median(times) / 1000).toFixed(2), more]),
        [`${reads} reads during ${switches} switches`, '', `${failed} failed`],
      ],
      isMet: failed === 0 && rows.every(({ times, bar = Infinity }) => median(times) <= bar),
      notes: [
        `Medians of five rounds; ssh and scp by hand once. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
      ],
    };
  },
};
