import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { messageAgent, type MessageOptions } from '../src/index.ts';
import { plannedRepo, planId, type PlannedRepo } from './planned-repo.ts';

const say = (it: PlannedRepo, text: string, options: Partial<MessageOptions> = {}) =>
  messageAgent(
    { agent: 'login', text, plan: undefined, isDryRun: false, ...options },
    testContext({ cwd: it.repo.path }),
  );
const told = async (it: PlannedRepo) =>
  (await it.events()).flatMap((event) => (event.type === 'message-sent' ? [event.text] : []));
const start = (it: PlannedRepo, driver: string) =>
  it.journal.append({ type: 'agent-started', agent: 'login', attempt: 1, driver, pid: 1, startTime: '0', log: 'log' });

describe('a message', () => {
  test('goes into the journal, says when it is heard, and as a rehearsal goes nowhere', async () => {
    await using it = await plannedRepo({ login: {} });
    expect((await say(it, ' Mind\u001b[31m the gap\n')).result).toEqual({
      plan: planId,
      agent: 'login',
      hears: undefined,
      engine: undefined,
      isDryRun: false,
    });
    await start(it, 'codex');
    expect((await say(it, 'Later', { isDryRun: true })).result.hears).toBe('with its next call of our tools');
    expect(await told(it)).toEqual(['Mind the gap']);
    await expect(say(it, ' \n')).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_MESSAGE_EMPTY' });
    await expect(say(it, 'x', { agent: 'nobody' })).rejects.toMatchObject({ code: 'CDEV_E_PLAN_AGENT_UNKNOWN' });
  });

  test('to an agent that takes none is refused; to a command that has shown that it has our tools it is not', async () => {
    await using it = await plannedRepo({ login: {} });
    await start(it, 'gemini');
    await expect(say(it, 'x')).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_MESSAGE_UNHEARD',
      message: 'login is driven by gemini, which takes no messages',
    });
    await start(it, 'command');
    await expect(say(it, 'x')).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_MESSAGE_UNHEARD' });
    await it.journal.append({ type: 'reported', agent: 'login', kind: 'progress', text: 'half of it' });
    await say(it, 'heard');
    expect(await told(it)).toEqual(['heard']);
  });
});
