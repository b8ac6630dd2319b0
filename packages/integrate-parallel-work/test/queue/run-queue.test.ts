import { describe, expect, test } from '@jest/globals';
import { runQueue, type Queued } from '../../src/index.ts';

const item = (id: string, ...dependsOn: string[]): Queued => ({ id, dependsOn });

/** A queue in which those named fail; a commit is the ids that are in it. */
async function run(items: readonly Queued[], failing: readonly string[] = [], absence: Record<string, string> = {}) {
  const told: string[] = [];
  const outcome = await runQueue<Queued, string>(
    { items, tip: 'main', absence: (id) => absence[id] },
    {
      attempt: async ({ id }, tip) => {
        told.push(`${id} on ${tip}`);
        return failing.includes(id)
          ? { kind: 'ejected', reason: 'it fails' }
          : { kind: 'passed', commit: `${tip}+${id}`, result: id };
      },
      onBlocked: async ({ id }, reason) => void told.push(`${id} blocked: ${reason}`),
    },
  );
  return { ...outcome, told };
}

describe('runQueue', () => {
  test('puts each candidate on those that passed before it', async () => {
    const { tip, told, passed } = await run([item('a'), item('b', 'a'), item('c')], ['b']);
    expect(told).toEqual(['a on main', 'b on main+a', 'c on main+a']);
    expect(tip).toBe('main+a+c');
    expect(passed.map(({ result }) => result)).toEqual(['a', 'c']);
  });

  test('takes out what depends on an ejected one, however far', async () => {
    const { tip, ejected } = await run([item('a'), item('b', 'a'), item('c', 'b'), item('d')], ['a']);
    expect(tip).toBe('main+d');
    expect(ejected.map(({ item: { id }, reason, isBlocked }) => [id, reason, isBlocked])).toEqual([
      ['a', 'it fails', false],
      ['b', 'it depends on a, which was ejected', true],
      ['c', 'it depends on b, which was ejected', true],
    ]);
  });

  test('takes a dependency that is no candidate for one that is in, unless there is a reason why not', async () => {
    expect((await run([item('b', 'a')])).tip).toBe('main+b');
    expect((await run([item('b', 'a')], [], { a: 'which is not there' })).told).toEqual([
      'b blocked: it depends on a, which is not there',
    ]);
  });

  test('leaves the tip where it is when nothing passes, and passes on what goes wrong', async () => {
    expect((await run([])).tip).toBe('main');
    expect((await run([item('a')], ['a'])).tip).toBe('main');
    const broken = runQueue(
      { items: [item('a')], tip: 'main', absence: () => undefined },
      {
        attempt: () => Promise.reject(new Error('interrupted')),
        onBlocked: async () => {},
      },
    );
    await expect(broken).rejects.toThrow('interrupted');
  });
});
