import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { defineCommand, renderHelp, runCommand, type Io, type Script } from '../../src/cli/index.ts';
import { parseDuration } from '../../src/cli/text-layout.ts';
import { recordingIo } from './greeting.ts';

const folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wait = defineCommand({
  name: '',
  summary: 'Waits',
  positionals: { file: { description: 'What is read; - for stdin' } },
  options: {
    'max-age': { type: 'duration', description: 'How old it may be', default: '1h' },
    'older-than': { type: 'duration', description: 'How old it must be' },
  },
  changesWorld: false,
  examples: [],
  toOptions: (args) => args,
  run: async ({ file, 'max-age': maxAge, 'older-than': olderThan }, { stdin }) => ({
    result: { maxAge, olderThan, text: file === '-' ? await stdin() : '' },
    status: 'ok' as const,
  }),
  human: ({ text }) => text,
});
const script: Script = { name: 'cdev-wait', summary: 'Waits', commands: [wait], health: async () => [] };

async function start(argv: string[], changes: Partial<Io> = {}) {
  const { io, out, err } = recordingIo(folder, changes);
  const exitCode = await runCommand(script, '1.0.0', [...argv, '--json'], io);
  return { exitCode, document: JSON.parse(out()), err: err() };
}

describe('a duration', () => {
  test.each([
    ['0', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    [' 15m ', 900_000],
  ])('%p is %p ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  test.each(['', '5', 'h', '-1h', '1 year', '1e3s', 'NaNs'])('%p is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  test('arrives as milliseconds from the command line, from the environment and from its default', async () => {
    expect((await start(['--max-age', '2h', '--older-than=30d'])).document.data).toMatchObject({
      maxAge: 7_200_000,
      olderThan: 2_592_000_000,
    });
    const { document } = await start([], { env: { CDEV_WAIT_OLDER_THAN: '1d' } });
    expect(document.data).toMatchObject({ maxAge: 3_600_000, olderThan: 86_400_000 });
  });

  test('that is none is wrong use', async () => {
    const { exitCode, err } = await start(['--max-age', 'soon']);
    expect(exitCode).toBe(2);
    expect(err).toContain('--max-age needs a duration such as 90s, 15m, 12h or 7d, not "soon"');
  });

  test('is shown in the help text as it is typed', () => {
    expect(renderHelp(script, wait)).toContain('--max-age <duration>     How old it may be (default: 1h)');
  });
});

describe('stdin', () => {
  test('is read when the command asks for it', async () => {
    const { document } = await start(['-'], { stdin: async () => 'Grüße' });
    expect(document.data.text).toBe('Grüße');
  });

  test('is empty where there is none', async () => {
    expect((await start(['-'])).document.data.text).toBe('');
  });
});
