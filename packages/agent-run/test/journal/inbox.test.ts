import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { createInbox, openJournal } from '../../src/index.ts';

test('an inbox gives each message once, and none that came before the agent was started', async () => {
  await using folder = await tempFolder();
  const journal = openJournal(folder.path, 'plan-1', 'test');
  const say = (agent: string, text: string) => journal.append({ type: 'message-sent', agent, text });
  await say('auth', 'too early');
  await journal.append({
    type: 'agent-started',
    agent: 'auth',
    attempt: 1,
    driver: 'command',
    pid: 1,
    startTime: '',
    log: '',
  });
  await say('auth', 'one');
  await say('cart', 'not for you');
  const inbox = createInbox(journal, 'auth');
  expect(await inbox.read()).toEqual(['one']);
  expect(await inbox.read()).toEqual([]);
  await say('auth', 'two\u001B[2J');
  expect(await inbox.read()).toEqual(['two']);
});
