import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { scrubbedEnvironment, tempRepo } from '@cdev/test-kit';

// util-linux's `script` gives a program a terminal; its namesakes elsewhere take other words.
const withTerminal = process.platform === 'linux' && existsSync('/usr/bin/script') ? describe : describe.skip;

const program = `
import { execute } from '@cdev/core/cli';
const { script } = await import(${JSON.stringify(new URL('../../src/cli.ts', import.meta.url).href)});
await execute(script, { version: '1.0.0' });
`;
const limit = (value: string) => `export const limit = ${value};\n`;

/** Runs the script at a terminal, and presses the keys of each step once its text is on the screen. */
async function atTerminal(cwd: string, steps: readonly (readonly [awaited: string, keys: string])[]) {
  const words = ['--conditions=@cdev/source', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval'];
  const args = [
    process.execPath,
    ...words,
    program,
    '--',
    'script',
    '--cwd',
    cwd,
    '--strategy',
    'interactive',
    '--apply',
  ];
  const quoted = args.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const { CI: _, ...env } = scrubbedEnvironment('/dev/null/home');
  const child = spawn('/usr/bin/script', ['-qec', `stty rows 30 columns 80; exec ${quoted.join(' ')}`, '/dev/null'], {
    env: { ...env, NODE_OPTIONS: '', NO_COLOR: '1', SHELL: '/bin/sh', TERM: 'xterm' },
    cwd: import.meta.dirname,
  });
  let text = '';
  const left = [...steps];
  let since = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    const [awaited, keys] = left[0] ?? [];
    if (awaited === undefined || !stripVTControlCharacters(text.slice(since)).includes(awaited)) return;
    left.shift();
    since = text.length;
    child.stdin.write(keys ?? '');
  });
  const exitCode = await new Promise((done) => child.once('close', done));
  return { exitCode, text, left };
}

withTerminal('at a real terminal', () => {
  test('is interrupted by Ctrl-C with nothing written and every answer kept, and goes on from there', async () => {
    const files = (value: string) => ({ 'a.ts': limit(value), 'b.ts': limit(value) });
    await using repo = await tempRepo(files('1'), { branches: { topic: files('["theirs"]') } });
    await repo.commit('Ours', files('ours()'));
    await repo.git('merge', 'topic').catch(() => {});
    const before = await repo.git('status', '--porcelain');
    const first = await atTerminal(repo.path, [
      ['file 1 of 2', 't'],
      ['file 2 of 2', '\u0003'],
    ]);
    expect(first).toMatchObject({ exitCode: 130, left: [], text: expect.stringContaining('CDEV_E_CLI_INTERRUPTED') });
    // The screen and the cursor that were there before are back.
    expect(first.text.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(first.text.lastIndexOf('\u001B[?1049h'));
    expect(first.text.lastIndexOf('\u001B[?25h')).toBeGreaterThan(first.text.lastIndexOf('\u001B[?25l'));
    expect(await repo.git('status', '--porcelain')).toBe(before);
    const second = await atTerminal(repo.path, [
      ['1 of 2 chunks was decided before', 'o'],
      ['are decided', '\r'],
      ['Write 2 decided files', 'y\r'],
    ]);
    expect(second).toMatchObject({ exitCode: 0, left: [] });
    expect(await readFile(join(repo.path, 'a.ts'), 'utf8')).toBe(limit('["theirs"]'));
    expect(await readFile(join(repo.path, 'b.ts'), 'utf8')).toBe(limit('ours()'));
  }, 120_000);
});
