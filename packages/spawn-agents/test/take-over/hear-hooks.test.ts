import { appendFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { AgentActivity } from '../../src/drivers/index.ts';
import { hearHooks } from '../../src/take-over/hear-hooks.ts';
import { until } from '../start-cli.ts';

const line = (event: string, fields: object = {}) => `${JSON.stringify({ time: 1000, event, ...fields })}\n`;

test('hears what was told up to the end, and that a question is one of before when the conversation was written on', async () => {
  await using folder = await tempFolder({ 'conversation.jsonl': '' });
  const session = join(folder.path, 'conversation.jsonl');
  const file = join(folder.path, 'happenings.ndjson');
  const heard: AgentActivity[] = [];
  // At the time of the question itself.
  await utimes(session, 1, 2);
  const stop = hearHooks({ file, worktree: folder.path, onActivity: (activity) => heard.push(activity) });
  const asks = { tool: 'Bash', input: { command: 'npm test' }, session };
  await appendFile(file, `no JSON\n${line('PermissionRequest', asks)}`);
  const question = { kind: 'asks', text: 'asks for a permission: Bash: npm test' };
  expect(await until(() => heard.length > 0)).toBe(true);
  expect(heard).toEqual([question]);
  await utimes(session, 1, 60);
  expect(await until(() => heard.length > 1)).toBe(true);
  const gone = { kind: 'message', text: 'has gone on since it asked for a permission: Bash: npm test' };
  await appendFile(file, line('Stop').trimEnd());
  await stop();
  expect(heard).toEqual([question, gone, { kind: 'waits', text: 'waits for a prompt' }]);
});

test('a conversation goes on where nothing is told, or what is told cannot be read', async () => {
  await using folder = await tempFolder({ 'folder/a': '' });
  for (const name of ['none.ndjson', 'folder']) {
    const stop = hearHooks({ file: join(folder.path, name), worktree: folder.path, onActivity: () => {} });
    await expect(stop()).resolves.toBeUndefined();
  }
});
