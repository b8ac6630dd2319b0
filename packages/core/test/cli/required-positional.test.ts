import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defineCommand, runCommand, type Script } from '../../src/cli/index.ts';
import { recordingIo } from './greeting.ts';

const read = defineCommand({
  name: '',
  summary: 'Reads a file',
  positionals: { file: { required: true, description: 'Which' }, more: { array: true, description: 'And which' } },
  options: {},
  changesWorld: false,
  examples: [],
  toOptions: ({ file, more }) => [file, ...more],
  run: async (files) => ({ result: files, status: 'ok' }),
  human: (files) => `${files.join()}\n`,
});
const script: Script = {
  name: 'cdev-read',
  summary: 'Reads',
  commands: [read],
  health: async () => [{ title: 'eyes', status: 'ok', detail: 'open' }],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(argv: string[], which = script) {
  const { io, out, err } = recordingIo(folder);
  const exitCode = await runCommand(which, '1.0.0', argv, io);
  return { exitCode, out: out(), err: err() };
}

test('a positional that is required is asked for, but not by --health, which has no work to do', async () => {
  expect(await start(['a'])).toMatchObject({ exitCode: 0, out: 'a\n' });
  const missing = await start([]);
  expect(missing.exitCode).toBe(2);
  expect(missing.err).toContain('<file> is missing: Which');
  expect(await start(['--health'])).toEqual({ exitCode: 0, out: 'cdev-read health\n  ✓  eyes  open\n', err: '' });
});

test('--health asks after the script, so one with named commands only needs none of them for it', async () => {
  const named = { ...script, commands: [{ ...read, name: 'aloud' }] };
  const { exitCode, out } = await start(['--json', '--health'], named);
  expect([exitCode, (JSON.parse(out) as { command: string }).command]).toEqual([0, 'cdev-read']);
  expect(await start(['aloud', '--health'], named)).toMatchObject({ exitCode: 0 });
  for (const argv of [[], ['--quiet'], ['--', '--health'], ['softly', '--health']])
    expect(await start(argv, named)).toMatchObject({ exitCode: 2 });
});

test('what is wrong with a line is said in one language, whatever the user speaks', async () => {
  process.env['LC_ALL'] = 'de_DE.UTF-8';
  const { err } = await start(['--no-such-option']);
  delete process.env['LC_ALL'];
  expect(err).toContain('There is no option --no-such-option');
});
