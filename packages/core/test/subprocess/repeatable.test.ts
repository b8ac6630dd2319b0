import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/subprocess/index.ts';
import { isAlive, until } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cdev it's ü\n-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cheap = { lifetime: 'free', isRepeatable: true } as const;
const sh = (script: string, options: object = {}) =>
  run('/bin/sh', ['-c', script], { cwd: folder, ...cheap, ...options });

/** Both ways: what is the same is told once. */
const ways = [
  ['started in the ordinary way', false],
  ['that may be run again', true],
] as const;

describe.each(ways)('a program %s', (_, isRepeatable) => {
  const own = (script: string, options: object = {}) => sh(script, { isRepeatable, ...options });

  test('gives its output as it is, its code and what it said of a failure', async () => {
    const script = String.raw`printf 'a\000\377\n\n'; printf 'ü' >&2; exit 3`;
    const result = await own(script, { allowFailure: true });
    expect(result.stdoutBytes).toEqual(Buffer.from([97, 0, 255, 10, 10]));
    expect(result).toMatchObject({ exitCode: 3, signal: undefined, ok: false, stderr: 'ü', truncated: false });
    await expect(own(script)).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_FAILED',
      message: expect.stringMatching(/failed with exit code 3\nü$/),
    });
  });

  test('has its input, its folder and its environment', async () => {
    const input = Buffer.from([0, 1, 39, 255]);
    expect((await run('cat', [], { cwd: folder, ...cheap, isRepeatable, input })).stdoutBytes).toEqual(input);
    expect((await own('cat; echo end')).stdout).toBe('end\n');
    const env = { A: "it's\n$HOME `x` \\", HOME: undefined, 'no-name': '1' };
    expect((await own('printf "%s|%s|%s" "$A" "$HOME" "$PATH"', { env })).stdout).toBe(
      `${env.A}||${process.env['PATH']}`,
    );
    const alone = { env: { A: '1', PATH: process.env['PATH'] }, isolatedEnv: true };
    expect((await own('echo "$A|$PATH|${HOME-none}"', alone)).stdout).toBe(`1|${process.env['PATH']}|none\n`);
    // What is added later, and taken away again, is seen too.
    process.env['CDEV_ADDED'] = 'later';
    expect((await own('echo "$CDEV_ADDED"')).stdout).toBe('later\n');
    delete process.env['CDEV_ADDED'];
    expect((await own('echo "$CDEV_ADDED"')).stdout).toBe('\n');
  });

  test('sees the folder itself where it is reached by a link', async () => {
    mkdirSync(join(folder, 'there'));
    symlinkSync('there', join(folder, 'link'));
    const answer = await run('/bin/sh', ['-c', 'pwd; pwd -P'], { cwd: join(folder, 'link'), ...cheap, isRepeatable });
    expect(answer.stdout).toBe(`${join(folder, 'there')}\n`.repeat(2));
  });

  test('that cannot be started, or is killed, says so', async () => {
    const options = { ...cheap, isRepeatable };
    const notStarted = { code: 'CDEV_E_SUBPROCESS_NOT_STARTED' };
    await expect(run('there-is-no-such-program', [], { cwd: folder, ...options })).rejects.toMatchObject(notStarted);
    await expect(run('true', [], { cwd: join(folder, 'gone'), ...options })).rejects.toMatchObject(notStarted);
    await expect(run('true', ['a\0b'], { cwd: folder, ...options })).rejects.toMatchObject(notStarted);
    await expect(own('kill -9 $$')).rejects.toMatchObject({ message: expect.stringContaining('ended by SIGKILL') });
    await expect(own('exit 200')).rejects.toMatchObject({
      message: expect.stringContaining('failed with exit code 200'),
    });
  });

  test('that is cancelled is ended, by force when it must', async () => {
    const abort = new AbortController();
    const file = join(folder, 'pid');
    const running = own(`trap '' TERM; echo $$ >pid; while :; do sleep 0.05; done`, {
      signal: abort.signal,
      grace: 100,
    });
    const ended = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(await until(() => existsSync(file), 20_000)).toBe(true);
    abort.abort();
    expect(await ended).toMatchObject({ code: 'CDEV_E_SUBPROCESS_CANCELLED' });
    await expect(own('true', { signal: abort.signal })).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_CANCELLED' });
  });

  test('gives no more of its output than is asked for', async () => {
    const { stdout, truncated } = await own('printf abcdefghij', { maxOutput: 8 });
    expect(truncated).toBe(true);
    expect(stdout).toBe('ab\n… 2 bytes left out …\nefghij');
  });
});

test('one that ends with 128, as git does where it refuses, is not run again', async () => {
  const refused = await sh('echo 1 >>runs; echo fatal >&2; exit 128', { allowFailure: true });
  expect(refused).toMatchObject({ exitCode: 128, stderr: 'fatal\n', ok: false });
  expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('1\n');
});

test('many at once get each their own answer', async () => {
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  const answers = await Promise.all(numbers.map((number) => sh(`sleep 0.0${number % 7}; echo ${number}`)));
  expect(answers.map(({ stdout }) => Number(stdout))).toEqual(numbers);
});

test('a short one is answered while a long one runs, however many were asked one by one before', async () => {
  for (let count = 0; count < 8; count += 1) await sh('true');
  const long = sh('while [ ! -e go ]; do sleep 0.02; done; echo long');
  const short = sh('echo short; touch go');
  expect(await Promise.all([long, short])).toMatchObject([{ stdout: 'long\n' }, { stdout: 'short\n' }]);
});

test('a variable that shells keep for themselves reaches the program', async () => {
  const env = { IFS: '0123456789', UID: '7', OPTIND: 'x', cdev_c: 'own' };
  expect((await run('printenv', Object.keys(env), { cwd: folder, ...cheap, env })).stdout).toBe(
    `${Object.values(env).join('\n')}\n`,
  );
});

test('more than a shell takes is run all the same', async () => {
  const word = 'x'.repeat(100_000);
  expect((await run('printf', ['%s', word], { cwd: folder, ...cheap })).stdout).toBe(word);
  expect((await run('cat', [], { cwd: folder, ...cheap, input: word })).stdout).toBe(word);
});

describe('a process that asks', () => {
  const source = new URL('../../src/subprocess/index.ts', import.meta.url).href;
  /** Its temporary folder is `folder`. */
  const asking = (script: string, end = '') =>
    run(
      process.execPath,
      [
        '--conditions=@cdev/source',
        '--no-warnings',
        '--input-type=module',
        '-e',
        `import { run } from ${JSON.stringify(source)};
         import { readdirSync, rmSync } from 'node:fs';
         const ask = async (script) => (await run('/bin/sh', ['-c', script], { cwd: '/', lifetime: 'free', isRepeatable: true })).stdout.trim();
         ${script}; ${end}`,
      ],
      { cwd: folder, env: { TMPDIR: folder }, allowFailure: true },
    );
  /** The shell that lasts is the parent of what the program takes for its own. */
  const shellOf = 'cut -d" " -f4 /proc/$PPID/stat';

  test('ends when it has asked, and leaves nothing', async () => {
    const { stdout, stderr, exitCode } = await asking(
      `console.log(process.pid, await ask('${shellOf}'), await ask('${shellOf}'))`,
    );
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const [own, one, other] = stdout.trim().split(' ').map(Number);
    expect(one).toBe(other);
    expect(one).not.toBe(own);
    expect(readdirSync(folder)).toEqual([]);
    expect(await until(() => !isAlive(one ?? 0), 20_000)).toBe(true);
  });

  // Whoever counts what a program took counts only what it has waited for. The shell is held up, so that it cannot be gone by chance.
  const heldUp = `const pid = Number(await ask('${shellOf}'));
     process.kill(pid, 'SIGSTOP');
     setTimeout(() => process.kill(pid, 'SIGCONT'), 200).unref();`;
  test.each([
    ['ends by itself', `${heldUp} console.log(pid)`],
    [
      'is a script',
      `const { defineCommand, execute } = await import(${JSON.stringify(new URL('../../src/cli/index.ts', import.meta.url).href)});
       const shell = defineCommand({ name: '', summary: 'Asks', positionals: {}, options: {}, changesWorld: false, examples: [],
         toOptions: () => ({}), run: async () => { ${heldUp} return { result: pid, status: 'ok' }; }, human: (pid) => pid + '\\n' });
       process.argv.splice(1);
       await execute({ name: 'cdev-ask', summary: 'Asks', commands: [shell], health: async () => [] }, { version: '1.0.0' })`,
    ],
  ])('and %s has waited for the shell when it ends', async (_, script) => {
    const { stdout, exitCode } = await asking(script);
    expect({ stdout, exitCode }).toEqual({ stdout: expect.stringMatching(/^\d+\n$/), exitCode: 0 });
    expect(isAlive(Number(stdout))).toBe(false);
  });

  test('often with nobody else asking has its programs started without a fork of the shell, and leaves nothing of two shells', async () => {
    const parent = `Number(await ask('echo $PPID'))`;
    const { stdout, stderr } = await asking(
      `const parents = []; for (let count = 0; count < 9; count += 1) parents.push(${parent}); console.log(new Set(parents.slice(-3)).size, await ask('cut -d" " -f4 /proc/$PPID/stat') === String(process.pid))`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: '1 true\n', stderr: '' });
    expect(await until(() => readdirSync(folder).length === 0, 20_000)).toBe(true);
  });

  test('often asks on when somebody has ended the shell', async () => {
    const often = `for (let count = 0; count < 6; count += 1) await ask('true')`;
    // Only the first time: it is run again by the process itself.
    const kill = '[ -e "$TMPDIR/killed" ] || { : >"$TMPDIR/killed"; kill -9 $PPID; }; echo 1';
    const { stdout } = await asking(`${often}; console.log(await ask('${kill}'), await ask('echo 2'))`);
    expect(stdout).toBe('1 2\n');
    expect(await until(() => readdirSync(folder).length === 1, 20_000)).toBe(true);
  });

  test('and ends starts no program to leave nothing', async () => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/rm'), '#!/bin/sh\n: >"$TMPDIR/started"\n', { mode: 0o755 });
    await asking(`process.env.PATH = ${JSON.stringify(`${folder}/bin:`)} + process.env.PATH; await ask('true')`);
    expect(readdirSync(folder)).toEqual(['bin']);
  });

  test('and is killed leaves nothing either', async () => {
    await asking(`await ask('true')`, `process.kill(process.pid, 'SIGKILL')`);
    expect(await until(() => readdirSync(folder).length === 0, 20_000)).toBe(true);
  });

  test('asks on when somebody has cleared the temporary folder, or ended the shell', async () => {
    const clear = `for (const name of readdirSync(${JSON.stringify(folder)})) rmSync(${JSON.stringify(folder)} + '/' + name, { recursive: true })`;
    const { stdout } = await asking(
      `console.log(await ask('echo 1')); ${clear}; console.log(await ask('echo 2'), await ask('echo 3')); console.log(await ask('kill -9 $(${shellOf}); echo 4'), await ask('echo 5'))`,
    );
    expect(stdout).toBe('1\n2 3\n4 5\n');
  });

  test('does without where there is no room for its output', async () => {
    const { stdout } = await asking(`process.env.TMPDIR = '/proc'; console.log(await ask('echo 1'))`);
    expect(stdout).toBe('1\n');
    writeFileSync(join(folder, 'stays'), '');
    expect(readdirSync(folder)).toEqual(['stays']);
  });
});
