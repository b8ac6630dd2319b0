import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { attachAgent, type AttachView } from '../src/index.ts';
import { plannedRepo, worker, type PlannedRepo } from './planned-repo.ts';
import { startCli, until } from './start-cli.ts';

async function attach(it: PlannedRepo, isRaw = false): Promise<{ shown: string[]; end: AttachView }> {
  const shown: string[] = [];
  const append = async (view: unknown): Promise<void> => {
    const { line, activities } = view as AttachView;
    shown.push(
      activities
        ? activities.map((one) => ('text' in one ? `${one.kind}: ${one.text}` : one.kind)).join()
        : (line?.text ?? ''),
    );
  };
  const live = { isTerminal: false, show: async () => {}, append };
  const { result } = await attachAgent(
    { agent: 'login', plan: undefined, isRaw },
    testContext({ cwd: it.repo.path, live }),
  );
  return { shown, end: result };
}

const talker = `${worker}; echo "one ü"; echo '{"activity":"usage","tokens":5}'; echo '{"activity":"tool","text":"make"}'; until [ -e ../go ]; do sleep 0.1; done; echo last; printf unended`;

describe('attach', () => {
  test('shows all of the attempt so far, then each line as it comes, until it ends', async () => {
    await using it = await plannedRepo({ login: {} });
    const { ended } = startCli(it.repo.path, ['--run', '--command', talker]);
    await until(async () => (await it.state('login').catch(() => undefined))?.status === 'running');
    const following = attach(it);
    await it.repo.write({ [`../repository.worktrees/${it.plan.id}/go`]: '' });
    const { shown, end } = await following;
    await ended;
    expect(shown).toEqual([
      'attempt 1 of login by command',
      'message: one ü',
      'tool: make',
      'message: last',
      'message: unended',
      'ended: done',
    ]);
    expect(end).toMatchObject({ agent: 'login', attempt: 1, ended: { verdict: 'done' } });
    // Afterwards the whole of it can be read again, and as it came.
    expect((await attach(it, true)).shown).toContain('{"activity":"usage","tokens":5}');
  });

  test('of an agent that was not started is refused', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn();
    await expect(attach(it)).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NO_LOG' });
  });
});
