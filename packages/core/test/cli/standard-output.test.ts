import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';

const onPosix = process.platform === 'win32' ? describe.skip : describe;

/** `lines` that are given through the streams of the script, and a result of that many. */
const program = `
import { defineCommand, execute } from '@cdev/core/cli';
const print = defineCommand({
  name: '', summary: 'Prints', positionals: {}, changesWorld: false, examples: [],
  options: { first: { type: 'number', default: '0', description: 'f' }, lines: { type: 'number', default: '0', description: 'l' } },
  toOptions: (values) => values,
  run: async ({ first, lines }, { streams, progress }) => {
    for (let at = 0; at < first; at += 1) streams.output.write('first ' + at + '\\n');
    progress.note('told');
    return { result: lines, status: 'findings' };
  },
  human: (lines) => Array.from({ length: lines }, (_, at) => 'line ' + at + '\\n').join(''),
});
await execute({ name: 'cdev-print', summary: 'Prints', commands: [print], health: async () => [] }, { version: '1.0.0' });
`;
const words = ['--conditions=@cdev/source', '--disable-warning=ExperimentalWarning', '--input-type=module'];
const setting = {
  env: { ...process.env, CDEV_HOME: '/dev/null/home', NODE_OPTIONS: '' },
  cwd: import.meta.dirname,
} as const;

function shell(rest: string): string {
  return `'${process.execPath}' ${words.join(' ')} --eval "$PROGRAM" -- x ${rest}`;
}

const linesOf = (word: string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at}\n`).join('');

onPosix('what a script prints', () => {
  test('comes whole into a pipe that is full and does not wait', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cdev-output-'));
    const fifo = join(folder, 'fifo');
    spawnSync('mkfifo', [fifo]);
    // Whoever made the pipe set both of its ends so; the shell hands it on as it is.
    const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      const child = spawn('sh', ['-c', `exec ${shell('--lines=60000')} >&3 3>&-`], {
        ...setting,
        env: { ...setting.env, PROGRAM: program },
        stdio: ['ignore', 'ignore', 'ignore', pipe],
      });
      const buffer = Buffer.alloc(1 << 16);
      let text = '';
      while (child.exitCode === null) {
        await pause(20);
        for (let count = -1; count !== 0;) {
          try {
            count = readSync(pipe, buffer);
          } catch {
            count = 0;
          }
          text += buffer.toString('latin1', 0, count);
        }
      }
      expect(child.exitCode).toBe(1);
      expect(text).toBe(linesOf('line', 60_000));
    } finally {
      closeSync(pipe);
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test('to a reader that went away is no failure', () => {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `{ ${shell('--lines=200000')}; echo "ended with $?" >&2; } | head -n 1`],
      { ...setting, env: { ...setting.env, PROGRAM: program }, encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'line 0\n', stderr: 'told\nended with 0\n' });
  }, 60_000);

  test('that finds no room on the disk is not said to be done', () => {
    const { status } = spawnSync('sh', ['-c', `${shell('--lines=3')} > /dev/full`], {
      ...setting,
      env: { ...setting.env, PROGRAM: program },
    });
    expect(status).toBe(process.platform === 'linux' ? 70 : expect.any(Number));
  }, 60_000);

  test('stands in its order, by whichever way it was written, and in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cdev-output-'));
    try {
      const run = (end: string): string =>
        spawnSync('sh', ['-c', `${shell('--first=2000 --lines=2000')} ${end}`], {
          ...setting,
          env: { ...setting.env, PROGRAM: program },
          encoding: 'utf8',
        }).stdout;
      const whole = linesOf('first', 2000) + linesOf('line', 2000);
      expect(run('')).toBe(whole);
      run(`> '${folder}/out' 2>&1`);
      expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(`${linesOf('first', 2000)}told\n${linesOf('line', 2000)}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
