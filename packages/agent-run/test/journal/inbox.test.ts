import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { createInbox, openJournal, type Journal } from '../../src/index.ts';

const start = (journal: Journal, attempt: number) =>
  journal.append({
    type: 'agent-started',
    agent: 'auth',
    attempt,
    driver: 'command',
    pid: 1,
    startTime: '',
    log: '',
  });
const finish = (journal: Journal, agent: string, attempt: number) =>
  journal.append({ type: 'agent-finished', agent, attempt, verdict: 'failed', duration: 1 });

test('an inbox gives each message once, also those that came before the agent was started first', async () => {
  await using folder = await tempFolder();
  const journal = openJournal(folder.path, 'plan-1', 'test');
  const say = (agent: string, text: string) => journal.append({ type: 'message-sent', agent, text });
  await say('auth', 'early');
  await start(journal, 1);
  await say('auth', 'one');
  await say('cart', 'not for you');
  const inbox = createInbox(journal, 'auth');
  expect(await inbox.read()).toEqual(['early', 'one']);
  expect(await inbox.read()).toEqual([]);
  await say('auth', 'two\u001B[2J');
  expect(await inbox.read()).toEqual(['two']);
});

test('what was said between two attempts is for the later one, what was said to the earlier one is not', async () => {
  await using folder = await tempFolder();
  const journal = openJournal(folder.path, 'plan-1', 'test');
  const say = (text: string) => journal.append({ type: 'message-sent', agent: 'auth', text });
  await start(journal, 1);
  await say('to the first');
  await finish(journal, 'auth', 1);
  await say('between');
  await finish(journal, 'cart', 1);
  await start(journal, 2);
  await say('to the second');
  expect(await createInbox(journal, 'auth').read()).toEqual(['between', 'to the second']);
  // It is still at work for who asks while its end is being written.
  await finish(journal, 'auth', 2);
  expect(await createInbox(journal, 'auth').read()).toEqual(['between', 'to the second']);
});
