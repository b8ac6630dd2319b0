import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forkServer, type ForkServer } from '../../src/forked/fork-server.ts';
import { isProcessAlive } from '../../src/index.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "cdev 'fork'\nü $HOME-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Whether it came true; the minute only ends what would never come. */
async function until(condition: () => boolean): Promise<boolean> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(20)) if (condition()) return true;
  return condition();
}

const place = () => ({ cwd, pidFile: join(cwd, 'pid') });
/** What a file holds, '' before it is there. */
const read = (name: string): string => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : '');
const noted = (): string => read('pid');
/** Where the shell that starts programs is known, and the program runs. */
const isRunning = (): boolean => read('server').endsWith('\n') && noted().includes(' ');
const start = (signal?: AbortSignal): ForkServer => {
  const server = forkServer({ cwd, env: { CDEV_TEST_FORK: 'yes' }, signal });
  if (!server) throw new Error('no fork server here');
  return server;
};

(process.platform === 'linux' ? describe : describe.skip)('forkServer', () => {
  test('says of each program whether it succeeded, several at once', async () => {
    await using server = start();
    const codes = await Promise.all(
      [0, 3, 0, 1].map((code) => server.succeeds('sh', ['-c', `sleep 0.0${code}; exit ${code}`], place())),
    );
    expect(codes).toEqual([true, false, true, false]);
  });

  test('hands over folder, arguments and environment as they are, and nothing to read', async () => {
    await using server = start();
    const args = [
      '-c',
      String.raw`cat; printf '%s\0' "$PWD" "$CDEV_TEST_FORK" "$@" >seen`,
      'sh',
      "it's",
      'a\nb',
      '$HOME',
      '*',
      '',
    ];
    expect(await server.succeeds('sh', args, place())).toBe(true);
    expect(readFileSync(join(cwd, 'seen'), 'utf8').split('\0')).toEqual([
      cwd,
      'yes',
      "it's",
      'a\nb',
      '$HOME',
      '*',
      '',
      '',
    ]);
  });

  test('notes the process that runs, with its start', async () => {
    await using server = start();
    const ended = server.succeeds('sh', ['-c', 'echo $$ >own; while [ ! -e go ]; do sleep 0.01; done'], place());
    expect(await until(() => read('own').endsWith('\n') && noted().includes(' '))).toBe(true);
    const [pid, startTime] = noted().split(' ');
    expect(pid).toBe(read('own').trim());
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]).toBe(startTime);
    writeFileSync(join(cwd, 'go'), '');
    expect(await ended).toBe(true);
  });

  test('is told of a program and of a folder that are not there', async () => {
    await using server = start();
    expect(await server.succeeds('cdev-no-such-program', [], place())).toBe(false);
    expect(await server.succeeds('true', [], { ...place(), cwd: join(cwd, 'no such folder') })).toBe(false);
    mkdirSync(join(cwd, 'no such folder'));
    expect(await server.succeeds('true', [], { ...place(), cwd: join(cwd, 'no such folder') })).toBe(true);
  });

  test('ends what runs when it is interrupted, and starts nothing any more', async () => {
    const interrupt = new AbortController();
    await using server = start(interrupt.signal);
    const ended = server.succeeds('sleep', ['600'], place());
    expect(await until(() => noted().includes(' '))).toBe(true);
    interrupt.abort();
    expect(await ended).toBe(false);
    expect(await until(() => !isProcessAlive(Number(noted().split(' ')[0])))).toBe(true);
    expect(await server.succeeds('true', [], place())).toBe(false);
  });

  test('answers when its shell was killed, and lets the program finish', async () => {
    await using server = start();
    const script = 'cut -d" " -f4 /proc/$PPID/stat >server; while [ ! -e go ]; do sleep 0.01; done; : >done';
    const ended = server.succeeds('sh', ['-c', script], place());
    expect(await until(isRunning)).toBe(true);
    const shells = [
      Number(
        readFileSync(`/proc/${noted().split(' ')[0]}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ')[1],
      ),
      Number(read('server')),
    ];
    for (const pid of shells) process.kill(pid, 'SIGKILL');
    expect(await ended).toBe(false);
    expect(await server.succeeds('true', [], place())).toBe(false);
    writeFileSync(join(cwd, 'go'), '');
    expect(await until(() => existsSync(join(cwd, 'done')))).toBe(true);
  });

  test('lets what runs finish when its parent is killed, and goes then', async () => {
    const module = new URL('../../src/forked/fork-server.ts', import.meta.url).href;
    const script = `
      import { forkServer } from ${JSON.stringify(module)};
      const server = forkServer({ cwd: process.cwd() });
      const deed = 'cut -d" " -f4 /proc/$PPID/stat >server; while [ ! -e go ]; do sleep 0.01; done; : >done';
      await server.succeeds('sh', ['-c', deed], { cwd: process.cwd(), pidFile: 'pid' });`;
    writeFileSync(join(cwd, 'parent.mjs'), script);
    const parent = spawn(process.execPath, ['--conditions=@cdev/source', 'parent.mjs'], { cwd, stdio: 'ignore' });
    expect(await until(isRunning)).toBe(true);
    parent.kill('SIGKILL');
    writeFileSync(join(cwd, 'go'), '');
    expect(await until(() => existsSync(join(cwd, 'done')))).toBe(true);
    expect(await until(() => !isProcessAlive(Number(read('server'))))).toBe(true);
  });
});
