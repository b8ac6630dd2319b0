import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { claimFence, promote } from '@cdev/agent-fleet/remote';
import type { Benchmark } from './frame/benchmark.ts';

/** Where the first worker is paused while a second one takes its task. */
const pauses = [
  'before its push (or its claim, where that came later)',
  'in the middle of its push',
  'nowhere: both at once',
] as const;

interface Scene {
  readonly origin: string;
  readonly workers: readonly [string, string];
  readonly work: readonly [string, string];
  readonly folder: string;
}

/** Promotions under pauses: a worker is paused, another takes its task, both push. */
export const benchmark: Benchmark = {
  summary: 'promotions of paused workers at a git remote: pnpm bench fence [rounds]',
  bar: '0 duplicate promotions',
  run: async ({ args, note }) => {
    const rounds = Number(args[0] ?? 1000);
    const scene = setScene();
    try {
      const counts = pauses.map((pause) => ({ pause, rounds: 0, first: 0, second: 0, wrong: 0 }));
      let next = 0;
      const run = async (): Promise<void> => {
        while (next < rounds) {
          const index = next;
          next += 1;
          if (index % 100 === 0) note(`round ${index} of ${rounds}`);
          const count = counts[index % pauses.length];
          if (!count) continue;
          const { winner, isRight } = await playRound(scene, index);
          count.rounds += 1;
          count.first += Number(winner === 0);
          count.second += Number(winner === 1);
          count.wrong += Number(!isRight);
        }
      };
      const start = performance.now();
      await Promise.all([run(), run(), run()]);
      return {
        head: [
          'the first worker is paused',
          'rounds',
          'the first promoted',
          'the second promoted',
          'duplicate or lost',
        ],
        rows: counts.map(({ pause, rounds: count, first, second, wrong }) => [
          pause,
          ...[count, first, second, wrong].map(String),
        ]),
        isMet: counts.every(({ wrong }) => wrong === 0),
        notes: [
          `Each round: two claims of one task by two repositories, both promote to one branch of a bare repository. Right is one promotion, the branch and the fence at that one's work. ${((performance.now() - start) / 1000).toFixed(0)} s, three rounds at a time; load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
        ],
      };
    } finally {
      rmSync(scene.folder, { recursive: true, force: true });
    }
  },
};

function setScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'fence-'));
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const origin = join(folder, 'origin.git');
  git('init', '--quiet', '--bare', origin);
  const workers = [join(folder, 'first'), join(folder, 'second')] as const;
  const work = workers.map((path, index) => {
    git('clone', '--quiet', origin, path);
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost'];
    git('-C', path, ...identity, 'commit', '--quiet', '--allow-empty', '-m', `Work ${index}`);
    git('-C', path, 'config', 'gc.auto', '0');
    return git('-C', path, 'rev-parse', 'HEAD');
  });
  git('-C', origin, 'config', 'receive.autogc', 'false');
  const hook = join(origin, 'hooks', 'pre-receive');
  writeFileSync(
    hook,
    '#!/bin/sh\n[ -z "$PAUSE" ] && exit 0\n: > "$PAUSE.here"\nuntil [ -e "$PAUSE.go" ]; do sleep 0.05; done\n',
  );
  chmodSync(hook, 0o755);
  return { origin, workers, work: [work[0] ?? '', work[1] ?? ''], folder };
}

async function playRound(
  { origin, workers, work, folder }: Scene,
  index: number,
): Promise<{ winner: number; isRight: boolean }> {
  const branch = `refs/heads/task-${index}`;
  const act = async (who: 0 | 1, env?: Record<string, string>, claimed?: Promise<unknown>): Promise<boolean> => {
    const place = { repository: workers[who], remote: origin };
    const claim = { run: 'bench', task: `t${index}`, attempt: who + 1 };
    try {
      const fence = await claimFence({ ...place, claim, worker: `w${who}` });
      await claimed;
      if (fence.promoted !== undefined) return false;
      await promote({ ...place, fence, branch, from: undefined, commit: work[who], ...(env && { env }) });
      return true;
    } catch (error) {
      if (isCdevError(error, 'CDEV_E_AGENT_FLEET_FENCED')) return false;
      throw error;
    }
  };
  const outcomes = await play(index, folder, act);
  const at = (ref: string): string =>
    execFileSync('git', ['--git-dir', origin, 'for-each-ref', '--format=%(objectname) %(contents:subject)', ref], {
      encoding: 'utf8',
    });
  const winner = outcomes.indexOf(true);
  const isOne = outcomes.filter(Boolean).length === 1;
  const isThere =
    at(branch).startsWith(work[winner] ?? '-') &&
    at(`refs/cdev/fence/bench/t${index}`).includes(`Promotion by ${winner + 1}`);
  return { winner, isRight: isOne && isThere };
}

type Act = (who: 0 | 1, env?: Record<string, string>, claimed?: Promise<unknown>) => Promise<boolean>;

async function play(index: number, folder: string, act: Act): Promise<boolean[]> {
  if (index % pauses.length === 2) return Promise.all([act(0), act(1)]);
  if (index % pauses.length === 0) {
    const wake = Promise.withResolvers<void>();
    const first = act(0, undefined, wake.promise);
    // The first has claimed by then or not: both are pauses before its push.
    await new Promise((resolve) => setTimeout(resolve, (index % 7) * 50));
    const second = await act(1);
    wake.resolve();
    return [await first, second];
  }
  const pause = join(folder, `pause-${index}`);
  let isOver = false;
  const first = act(0, { PAUSE: pause }).finally(() => (isOver = true));
  while (!existsSync(`${pause}.here`) && !isOver) await new Promise((resolve) => setTimeout(resolve, 20)); // oxlint-disable-line no-unmodified-loop-condition
  const second = await act(1);
  writeFileSync(`${pause}.go`, '');
  return [await first, second];
}
