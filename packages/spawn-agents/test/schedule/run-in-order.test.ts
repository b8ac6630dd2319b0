import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { remainingMinutes } from '../../src/schedule/critical-path.ts';
import { runInOrder, type Ending, type RunInOrderOptions } from '../../src/schedule/run-in-order.ts';

const agent = (id: string, dependsOn: string[] = [], minutes = 1) => ({ id, dependsOn, estimate: { minutes } });

interface Seen {
  readonly log: string[];
  readonly most: number;
  readonly waiting: readonly unknown[];
}

/** Runs agents that take some milliseconds and notes their starts (`+`), ends (`-`) and how many ran at once. */
async function watch(
  agents: readonly ReturnType<typeof agent>[],
  options: Partial<RunInOrderOptions> & { endings?: Readonly<Record<string, Ending>> } = {},
): Promise<Seen> {
  const log: string[] = [];
  let [now, most] = [0, 0];
  const waiting = await runInOrder({
    agents,
    chosen: new Set(agents.map(({ id }) => id)),
    done: new Set(),
    maxParallel: 2,
    signal: new AbortController().signal,
    run: async (id) => {
      log.push(`+${id}`);
      most = Math.max(most, (now += 1));
      await pause(5);
      now -= 1;
      log.push(`-${id}`);
      return options.endings?.[id] ?? 'done';
    },
    ...options,
  });
  return { log, most, waiting };
}

describe('the order of agents', () => {
  test('what is at work already goes before all others, whatever it depends on', async () => {
    const agents = [agent('long', [], 90), agent('late', ['long'])];
    const { log } = await watch(agents, { first: new Set(['late']), maxParallel: 1 });
    expect(log).toEqual(['+late', '-late', '+long', '-long']);
  });

  test('an agent starts when all that it depends on are done, and not before', async () => {
    const { log } = await watch([agent('d', ['b', 'c']), agent('b', ['a']), agent('c', ['a']), agent('a')], {
      maxParallel: 4,
    });
    expect(log).toEqual(['+a', '-a', '+b', '+c', '-b', '-c', '+d', '-d']);
  });

  test('no more than allowed run at once, and as many as allowed do', async () => {
    const many = Array.from({ length: 7 }, (_, index) => agent(`a${index}`));
    expect((await watch(many, { maxParallel: 3 })).most).toBe(3);
    expect((await watch(many, { maxParallel: 1 })).most).toBe(1);
  });

  test('what another process brings is built on, and waited for only while it has it in hand', async () => {
    const asked: boolean[] = [];
    const answers: (readonly string[] | undefined)[] = [[], ['a'], undefined];
    const elsewhere = {
      change: async (agents: readonly string[], { mayBegin }: { mayBegin: boolean }) => {
        asked.push(mayBegin);
        expect(agents).toEqual(asked.length <= 2 ? ['a'] : ['x']);
        return answers[asked.length - 1];
      },
    };
    const agents = [agent('a'), agent('b', ['a']), agent('x'), agent('y', ['x'])];
    const chosen = new Set(['b']);
    expect(await watch(agents, { chosen, elsewhere })).toMatchObject({ log: ['+b', '-b'], waiting: [] });
    const seen = await watch(agents, { chosen: new Set(['y']), elsewhere });
    expect(seen).toMatchObject({ log: [], waiting: [{ agent: 'y', waitsFor: ['x'] }] });
    expect(asked).toEqual([false, false, false]);
  });

  test('of those that could start, the longest chain goes first', async () => {
    const agents = [agent('short', [], 5), agent('long', [], 2), agent('after', ['long'], 9)];
    expect(Object.fromEntries(remainingMinutes(agents))).toEqual({ short: 5, long: 11, after: 9 });
    expect((await watch(agents, { maxParallel: 1 })).log.filter((line) => line.startsWith('+'))).toEqual([
      '+long',
      '+after',
      '+short',
    ]);
  });

  test('what depends on one that did not end well is not started; the rest goes on', async () => {
    const agents = [agent('a'), agent('b', ['a']), agent('c', ['b']), agent('d')];
    const { log, waiting } = await watch(agents, { endings: { a: 'not-done' } });
    expect(log.filter((line) => line.startsWith('+'))).toEqual(['+a', '+d']);
    expect(waiting).toEqual([
      { agent: 'b', waitsFor: ['a'] },
      { agent: 'c', waitsFor: ['b'] },
    ]);
  });

  test('what is done already counts, and what was not chosen is not started', async () => {
    const agents = [agent('a'), agent('b', ['a']), agent('c', ['b'])];
    const { log, waiting } = await watch(agents, { chosen: new Set(['b']), done: new Set(['a']) });
    expect(log).toEqual(['+b', '-b']);
    expect(waiting).toEqual([]);
  });

  test('after an interruption nothing is started, and what runs is waited for', async () => {
    const abort = new AbortController();
    const ended: string[] = [];
    const agents = [agent('a'), agent('b'), agent('c')];
    const waiting = await runInOrder({
      agents,
      chosen: new Set(['a', 'b', 'c']),
      done: new Set(),
      maxParallel: 2,
      signal: abort.signal,
      run: async (id) => {
        abort.abort();
        await pause(5);
        ended.push(id);
        return 'not-done';
      },
    });
    expect(ended).toEqual(['a']);
    expect(waiting.map(({ agent: id }) => id)).toEqual(['b', 'c']);
  });

  test('a failure of the machinery is thrown after those under way have ended', async () => {
    const log: string[] = [];
    const run = async (id: string): Promise<Ending> => {
      if (id === 'a') throw new Error('the journal is full');
      await pause(10);
      log.push(id);
      return 'done';
    };
    await expect(watch([agent('a'), agent('b'), agent('c')], { run })).rejects.toThrow('the journal is full');
    expect(log).toEqual(['b']);
  });
});
