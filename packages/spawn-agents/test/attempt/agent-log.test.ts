import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openAgentLog, parseLogLine } from '../../src/attempt/agent-log.ts';
import { sessionOf } from '../../src/attempt/session-of.ts';
import { driverNamed } from '../../src/drivers/index.ts';

describe("an agent's log", () => {
  test('has every line as it came, tells whose it is, and is added to', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'logs ü', 'a-1.log');
    for (const round of [1, 2]) {
      const log = await openAgentLog(file);
      log.note(`round ${round}`);
      log.line('{"type":"x"}', 'stdout');
      log.line('# a heading', 'stdout');
      log.line('warning', 'stderr');
      expect(await log.close()).toBeUndefined();
    }
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').map(parseLogLine);
    expect(lines).toHaveLength(8);
    expect(lines.slice(0, 4)).toEqual([
      { from: 'cdev', text: 'round 1' },
      { from: 'agent', text: '{"type":"x"}' },
      { from: 'agent', text: '# a heading' },
      { from: 'stderr', text: 'warning' },
    ]);
  });

  test('one that cannot be written does not end the agent; the reason is told at the end', async () => {
    await using folder = await tempFolder({ 'a-1.log/in-the-way': '' });
    const log = await openAgentLog(join(folder.path, 'a-1.log'));
    log.line('x', 'stdout');
    expect(await log.close()).toMatch(/EISDIR/);
    expect(() => log.line('y', 'stdout')).not.toThrow();
  });
});

describe('the session of an earlier attempt', () => {
  const codex = driverNamed('codex');
  const lines = [
    '#cdev attempt 1',
    '{"type":"thread.started","thread_id":"t-1"}',
    '#stderr {"type":"thread.started","thread_id":"not-me"}',
    '{"type":"turn.completed","usage":{"input_tokens":300,"output_tokens":60}}',
    '{"type":"turn.comp',
  ];

  test('is found in its log, with what it had used', async () => {
    await using folder = await tempFolder({ 'a.log': lines.join('\n') });
    expect(await sessionOf(join(folder.path, 'a.log'), codex)).toEqual({ id: 't-1', tokens: 360, cost: 0 });
  });

  test('is none without a log, or in a log that speaks of none', async () => {
    await using folder = await tempFolder({ 'a.log': 'hello\n' });
    expect(await sessionOf(join(folder.path, 'a.log'), codex)).toBeUndefined();
    expect(await sessionOf(join(folder.path, 'b.log'), codex)).toBeUndefined();
  });
});
