import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { withLock } from '../../src/index.ts';

const contender = fileURLToPath(new URL('contender.ts', import.meta.url));

/** Another process that takes the lock `times` times and adds one to a number in a file each time; with `stall` it holds on for good. */
function startContender(lock: string, counter: string, ...rest: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=@cdev/source', contender, lock, counter, ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

describe('withLock', () => {
  test('lets callers of one process in one after the other, in their order', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'ä b.lock');
    const log: string[] = [];
    const work = (name: string) => async (): Promise<string> => {
      log.push(`+${name}`);
      await pause(5);
      log.push(`-${name}`);
      return name;
    };
    const all = ['a', 'b', 'c'].map((name) => withLock(lock, { what: name }, work(name)));
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['+a', '-a', '+b', '-b', '+c', '-c']);
  });

  test('is free again after a failure', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'lock');
    await expect(withLock(lock, { what: 'x' }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(lock, { what: 'x', waitLimit: 0 }, () => Promise.resolve(1))).toBe(1);
  });

  test('keeps processes apart', async () => {
    await using folder = await tempFolder({ counter: '0' });
    const [lock, counter] = [join(folder.path, 'lock'), join(folder.path, 'counter')];
    const children = Array.from({ length: 3 }, () => startContender(lock, counter, '40'));
    expect(await Promise.all(children.map(exitCode))).toEqual([0, 0, 0]);
    expect(await readFile(counter, 'utf8')).toBe('120');
    expect((await readdir(lock)).length).toBe(1);
  });

  test('lets exactly one succeed a holder that was killed', async () => {
    await using folder = await tempFolder({ counter: '0' });
    const [lock, counter] = [join(folder.path, 'lock'), join(folder.path, 'counter')];
    for (let round = 0; round < 3; round += 1) {
      const dying = startContender(lock, counter, '1', 'stall');
      await once(dying.stdout as NodeJS.ReadableStream, 'data');
      const heirs = Array.from({ length: 2 }, () => startContender(lock, counter, '10'));
      await pause(150);
      dying.kill('SIGKILL');
      expect(await Promise.all(heirs.map(exitCode))).toEqual([0, 0]);
    }
    expect(await readFile(counter, 'utf8')).toBe('60');
  });

  test('names the holder when the wait ends', async () => {
    await using folder = await tempFolder({ counter: '0' });
    const lock = join(folder.path, 'lock');
    const holder = startContender(lock, join(folder.path, 'counter'), '1', 'stall');
    await once(holder.stdout as NodeJS.ReadableStream, 'data');
    await expect(withLock(lock, { what: 'the journal', waitLimit: 50 }, () => Promise.resolve())).rejects.toMatchObject(
      {
        code: 'CDEV_E_GIT_LOCK_HELD',
        message: expect.stringMatching(
          new RegExp(`^the journal is locked by process ${holder.pid} \\(counting, since .*; waited 0.05 s$`),
        ),
        steps: expect.arrayContaining([expect.stringContaining(lock)]),
      },
    );
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  test('names a holder in the same process too, and lets a waiting call be interrupted', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'lock');
    let end = (): void => {};
    let begun = (): void => {};
    const isHeld = new Promise<void>((done) => (begun = done));
    const work = (): Promise<void> =>
      new Promise<void>((done) => {
        end = done;
        begun();
      });
    const held = withLock(lock, { what: 'first' }, work);
    await isHeld;
    const second = withLock(lock, { what: 'second', waitLimit: 20 }, () => Promise.resolve());
    await expect(second).rejects.toMatchObject({
      code: 'CDEV_E_GIT_LOCK_HELD',
      message: expect.stringContaining('first'),
    });
    const signal = AbortSignal.timeout(20);
    await expect(withLock(lock, { what: 'third', signal }, () => Promise.resolve())).rejects.toMatchObject({
      code: 'CDEV_E_GIT_INTERRUPTED',
      kind: 'interrupted',
    });
    end();
    await held;
    expect(await withLock(lock, { what: 'fourth', waitLimit: 0 }, () => Promise.resolve('in'))).toBe('in');
  });

  test('does not succeed a holder on another machine, whose processes cannot be seen', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'lock');
    const holder = { pid: 2 ** 30, startTime: '1', host: `${hostname()}-other`, what: 'far', since: '2026-01-01' };
    await folder.write({ 'lock/7/holder': JSON.stringify(holder) });
    await expect(withLock(lock, { what: 'x', waitLimit: 10 }, () => Promise.resolve())).rejects.toMatchObject({
      code: 'CDEV_E_GIT_LOCK_HELD',
      message: expect.stringContaining(`on ${hostname()}-other`),
    });
  });

  test('succeeds a claim that a crash left unreadable, and clears what is below its own', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'lock');
    await folder.write({ 'lock/7/holder': '{"pi', 'lock/3/holder': '{}', 'lock/2/released': '' });
    await mkdir(join(lock, '1'));
    expect(await withLock(lock, { what: 'x' }, () => readdir(lock))).toEqual(['8']);
  });

  test('costs little enough for each line of a journal', async () => {
    await using folder = await tempFolder();
    const [lock, file] = [join(folder.path, 'lock'), join(folder.path, 'journal')];
    await writeFile(file, '');
    const before = process.cpuUsage();
    for (let at = 0; at < 100; at += 1) await withLock(lock, { what: 'x' }, () => appendFile(file, 'line\n'));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 100).toBeLessThan(10_000);
  });
});
