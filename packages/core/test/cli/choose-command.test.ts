import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { greeting, typeIn } from './greeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a script that does nothing without a command', () => {
  const chosen = {
    ...greeting,
    summary: 'Greets by several ways',
    commands: greeting.commands.filter(({ name }) => name !== ''),
    furtherHelp: [['Elsewhere', 'cdev-farewell']],
  } as const;
  const type = (...argv: string[]) => typeIn(folder, argv, { script: chosen });

  test('tells what there is to choose from, when it is asked and when nothing is typed', async () => {
    const { exitCode, out, err } = await type('--help');
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Greets by several ways\n\nUsage: cdev-greeting <command> \[options\]\n\nCommands:\n {2}list +Lists greetings\n/,
    );
    expect(out).toContain('\nElsewhere:\n  cdev-farewell\n');
    expect(await type()).toEqual({ exitCode: 2, out: '', err: out });
    expect((await type('list', '--help')).out).toContain('Usage: cdev-greeting list [options]');
  });

  test('keeps to one document in machine formats, and calls a command that there is not by its name', async () => {
    expect(JSON.parse((await type('--json')).out)).toMatchObject({
      status: 'error',
      error: { code: 'CDEV_E_CLI_USAGE' },
    });
    expect(await type('lits')).toMatchObject({ exitCode: 2, err: expect.stringContaining('did you mean "list"?') });
  });
});
