import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endProcessGroup, requireTool, run } from '../../src/subprocess/index.ts';
import { isAlive, until } from './processes.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdev run ü-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const node = process.execPath;

/** A shell that writes its process id and ignores the polite signal: it is there sooner than a Node would be. */
const stubborn = (file: string): string => `sh -c "trap '' TERM; echo \\$\\$ > ${file}; while :; do sleep 0.2; done"`;

/** With a longer limit, in milliseconds, until what is to meet it was there in time to write its file: a busy machine starts late. */
async function withinTime(file: string, attempt: (timeLimit: number) => Promise<unknown>): Promise<void> {
  for (let timeLimit = 700; ; timeLimit *= 3) {
    await attempt(timeLimit);
    if (existsSync(join(cwd, file)) && readFileSync(join(cwd, file), 'utf8') !== '') return;
  }
}

describe('a program that may finish by itself', () => {
  const asked = (args: readonly string[], options: object = {}) =>
    run(node, args, { cwd, lifetime: 'free', ...options });

  test('gives what any program gives', async () => {
    const result = await asked(
      ['-e', 'process.stdin.pipe(process.stdout); console.error(process.env.A, process.env.HOME)'],
      {
        input: 'ü\n',
        env: { A: '1', HOME: undefined },
      },
    );
    expect(result).toMatchObject({ exitCode: 0, ok: true, stdout: 'ü\n', stderr: '1 undefined\n', timedOut: false });
    const args = ['-e', 'console.error("why it failed"); process.exit(4)'];
    await expect(asked(args)).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_FAILED',
      message: expect.stringMatching(/failed with exit code 4\nwhy it failed$/),
    });
    expect(await asked(args, { allowFailure: true })).toMatchObject({ ok: false, exitCode: 4 });
    await expect(asked(['-e', 'process.kill(process.pid, "SIGKILL")'])).rejects.toMatchObject({
      message: expect.stringContaining('was ended by SIGKILL'),
    });
  });

  test('that cannot be started says so', async () => {
    const options = { cwd, lifetime: 'free' } as const;
    await expect(run('there-is-no-such-program', [], options)).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_NOT_STARTED',
    });
    await expect(run(node, ['a\0b'], options)).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_NOT_STARTED' });
  });

  test('that is cancelled takes its whole group with it, by force when it must', async () => {
    const file = join(cwd, 'pids');
    const child = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`;
    const parent = `process.on('SIGTERM', () => {}); const { spawn } = require('node:child_process'); const { writeFileSync } = require('node:fs');
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
      writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid); setInterval(() => {}, 1000)`;
    const abort = new AbortController();
    const running = asked(['-e', parent], { signal: abort.signal, grace: 100 });
    const ended = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(await until(() => existsSync(file) && readFileSync(file, 'utf8').includes(' '), 20_000)).toBe(true);
    abort.abort('SIGINT');
    expect(await ended).toMatchObject({ code: 'CDEV_E_SUBPROCESS_CANCELLED' });
    const pids = readFileSync(file, 'utf8').split(' ').map(Number);
    for (const pid of pids) expect(await until(() => !isAlive(pid))).toBe(true);
  });
});

describe('run', () => {
  test('gives both streams, the exit code and a command that can be shown', async () => {
    const result = await run(node, ['-e', 'console.log("ü 1"); console.error("warn")'], { cwd });
    expect(result).toMatchObject({ exitCode: 0, ok: true, stdout: 'ü 1\n', stderr: 'warn\n', truncated: false });
    expect(result.command).toContain(`-e 'console.log("ü 1")`);
  });

  test('passes input and closes stdin, and without input stdin is empty', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    expect((await run(node, ['-e', echo], { cwd, input: 'text\n' })).stdout).toBe('text\n');
    expect((await run(node, ['-e', echo], { cwd })).stdout).toBe('');
  });

  test('removes a variable that is undefined and keeps the others', async () => {
    const result = await run(node, ['-p', '[process.env.HOME, process.env.A] + ""'], {
      cwd,
      env: { HOME: undefined, A: '1' },
    });
    expect(result.stdout).toBe(',1\n');
  });

  test('a failure is an error with the end of its output, unless failure is allowed', async () => {
    const args = ['-e', 'console.error("why it failed"); process.exit(4)'];
    await expect(run(node, args, { cwd })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_FAILED',
      message: expect.stringMatching(/failed with exit code 4\nwhy it failed$/),
    });
    expect(await run(node, args, { cwd, allowFailure: true })).toMatchObject({ ok: false, exitCode: 4 });
  });

  test('sees only the environment that is given when that is asked for', async () => {
    process.env['CDEV_TEST_LEAK'] = 'leaked';
    const script = 'JSON.stringify([process.env.CDEV_TEST_LEAK ?? null, process.env.A])';
    const args = ['-p', script];
    const [open, isolated] = await Promise.all([
      run(node, args, { cwd, env: { A: '1' } }),
      run(node, args, { cwd, env: { A: '1' }, isolatedEnv: true }),
    ]);
    delete process.env['CDEV_TEST_LEAK'];
    expect([open.stdout, isolated.stdout]).toEqual(['["leaked","1"]\n', '[null,"1"]\n']);
  });

  test('a program or folder that is not there is an environment error', async () => {
    await expect(run('no-such-program', [], { cwd })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_NOT_STARTED',
      kind: 'environment',
    });
    await expect(run(node, ['-v'], { cwd: join(cwd, 'none') })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_NOT_STARTED',
    });
  });

  test('keeps the head and the tail of output that is too long, and says so', async () => {
    const script =
      'console.log("first"); for (let i = 0; i < 20000; i++) console.log("line " + i); console.log("last")';
    const result = await run(node, ['-e', script], { cwd, maxOutput: 4000 });
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBeLessThan(4100);
    expect(result.stdout).toMatch(/^first\n[^]*bytes left out[^]*\nlast\n$/);
  });

  test('streams whole lines, also a last one without a line end and one cut inside a character', async () => {
    const lines: string[] = [];
    const script =
      'const b = Buffer.from("aü\\r\\nb"); process.stdout.write(b.subarray(0, 2)); setTimeout(() => process.stdout.write(b.subarray(2)), 50)';
    await run(node, ['-e', script], { cwd, onLine: (line, stream) => lines.push(`${stream} ${line}`) });
    expect(lines).toEqual(['stdout aü', 'stdout b']);
  });

  test('the texts stay with a result that is copied, and are made once', async () => {
    const result = await run(node, ['-e', 'console.log("out topsecret1"); console.error("err")'], {
      cwd: '.',
      secrets: ['topsecret1'],
    });
    expect({ ...result }).toMatchObject({ stdout: 'out [redacted]\n', stderr: 'err\n' });
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({ stdout: 'out [redacted]\n', ok: true });
    expect(result.stdoutBytes.toString()).toBe('out topsecret1\n');
  });

  test('redacts secrets in output, lines and the command', async () => {
    const lines: string[] = [];
    const result = await run(node, ['-e', 'console.log("key topsecret1 https://u:p@host/x")'], {
      cwd,
      secrets: ['topsecret1'],
      onLine: (line) => lines.push(line),
    });
    expect(result.stdout).toBe('key [redacted] https://[redacted]@host/x\n');
    expect(lines[0]).not.toContain('topsecret1');
    expect(result.command).not.toContain('topsecret1');
  });

  test('a time limit ends the whole group, also a grandchild that ignores the polite signal', async () => {
    const script = `${stubborn('pid')} & wait`;
    await withinTime('pid', (timeLimit) =>
      expect(run('sh', ['-c', script], { cwd, timeLimit, grace: 100 })).rejects.toMatchObject({
        code: 'CDEV_E_SUBPROCESS_TIMED_OUT',
        message: expect.stringContaining(`ended after ${timeLimit / 1000} s`),
      }),
    );
    const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  test.each(['inherit', 'ignore'])('what a program leaves behind (output: %s) can be ended with it', async (stdio) => {
    const server = `process.on('SIGTERM', () => {}); require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: '${stdio}' }).unref();
      setInterval(() => require('fs').existsSync('pid') && process.exit(0), 20)`;
    const { exitCode } = await run(node, ['-e', script], { cwd, leftBehind: 'end', grace: 200 });
    const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
    expect(await until(() => !isAlive(pid))).toBe(true);
    expect(exitCode).toBe(0);
  });

  test('what a program leaves behind can be kept until the caller ends it', async () => {
    const server = `process.on('SIGTERM', () => {}); require('fs').writeFileSync('kept', String(process.pid)); setInterval(() => console.log('on'), 20)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: 'inherit' }).unref();
      setInterval(() => require('fs').existsSync('kept') && process.exit(3), 20)`;
    let group = 0;
    const lines: string[] = [];
    const { exitCode, timedOut } = await run(node, ['-e', script], {
      cwd,
      leftBehind: 'keep',
      allowFailure: true,
      onStart: (id) => (group = id),
      onLine: (line) => lines.push(line),
    });
    const pid = Number(readFileSync(join(cwd, 'kept'), 'utf8'));
    expect([exitCode, timedOut, isAlive(pid)]).toEqual([3, false, true]);
    const heard = lines.length;
    expect(await until(() => lines.length > heard)).toBe(true);
    await endProcessGroup(group, 100);
    expect(await until(() => !isAlive(pid))).toBe(true);
    await endProcessGroup(group);
  });

  test('a time limit ends also what would have been kept', async () => {
    const script = `${stubborn('late')} & wait`;
    const options = { cwd, grace: 100, leftBehind: 'keep', allowFailure: true } as const;
    await withinTime('late', async (timeLimit) =>
      expect(await run('sh', ['-c', script], { ...options, timeLimit })).toMatchObject({ timedOut: true, ok: false }),
    );
    const pid = Number(readFileSync(join(cwd, 'late'), 'utf8'));
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  test('gives raw lines to a caller that redacts them itself', async () => {
    const lines: string[] = [];
    await run(node, ['-e', 'console.log("key topsecret1")'], {
      cwd,
      secrets: ['topsecret1'],
      onRawLine: (line, stream) => lines.push(`${stream} ${line}`),
    });
    expect(lines).toEqual(['stdout key topsecret1']);
  });

  test('an abort ends it with an interruption, before or during the run', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort('SIGINT'), 100);
    await expect(run(node, ['-e', 'setInterval(() => {}, 1000)'], { cwd, signal: abort.signal })).rejects.toMatchObject(
      {
        code: 'CDEV_E_SUBPROCESS_CANCELLED',
        kind: 'interrupted',
      },
    );
    await expect(run(node, ['-v'], { cwd, signal: abort.signal })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_CANCELLED',
    });
  });
});

describe('requireTool', () => {
  test('gives the version line of a tool and an error with the hint for a missing one', async () => {
    expect(await requireTool('git', { cwd, hint: 'Install git' })).toMatch(/^git version /);
    await expect(requireTool('no-such-tool', { cwd, hint: 'Install it with x' })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_TOOL_MISSING',
      steps: ['Install it with x'],
    });
  });
});
