import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Io } from '../../src/cli/index.ts';
import { typeIn } from './greeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (argv: string[], changes: Partial<Io> = {}) => typeIn(folder, argv, changes);

describe('a run that succeeds', () => {
  test('prints the human text on stdout and nothing on stderr', async () => {
    expect(await start(['Ada', 'Bo', '--loud'])).toEqual({ exitCode: 0, out: 'HELLO Ada and Bo 1 warm\n', err: '' });
  });

  test('puts one document on stdout in machine formats, the same in JSON and YAML', async () => {
    const json = await start(['Ada', '--json']);
    const yaml = await start(['Ada', '-o', 'yaml']);
    expect(JSON.parse(json.out)).toMatchObject({
      command: 'cdev-greeting',
      version: '1.2.3',
      status: 'ok',
      data: { names: ['Ada'], times: 1, tone: 'warm' },
    });
    const { data, ...frame } = parse(yaml.out);
    expect(frame).toEqual({ command: 'cdev-greeting', version: '1.2.3', status: 'ok' });
    expect({ ...data, 'output-format': '' }).toEqual({
      ...JSON.parse(json.out).data,
      json: false,
      'output-format': '',
    });
  });

  test('puts the result alone on stdout where its form is agreed with others, and failures in the usual document', async () => {
    const { out, exitCode } = await start(['count', '--json']);
    expect(JSON.parse(out)).toEqual({ greetings: 1 });
    expect(exitCode).toBe(1);
    expect(parse((await start(['count', '-o', 'yaml'])).out)).toEqual({ greetings: 1 });
    expect(JSON.parse((await start(['count', '--json', '--none'])).out)).toMatchObject({ status: 'error' });
    expect(JSON.parse((await start(['count', '--health', '--json'])).out)).toMatchObject({ status: 'ok' });
  });

  test('ends with 75 while there is no answer yet, and the help says so', async () => {
    const pending = await start(['pending', '--json']);
    expect(pending.exitCode).toBe(75);
    expect(JSON.parse(pending.out)).toMatchObject({ status: 'pending' });
    expect((await start(['--help'])).out).toMatch(/^  70 +a defect of this program\n  75 +nobody has answered yet\n/m);
    expect((await start(['list', '--help'])).out).not.toContain('75');
  });

  test('ends with 1 when there are findings', async () => {
    expect((await start(['findings'])).exitCode).toBe(1);
  });

  test('chooses the named command', async () => {
    expect(await start(['list'])).toMatchObject({ exitCode: 0, out: 'hello\n' });
    expect(JSON.parse((await start(['list', '--json'])).out).command).toBe('cdev-greeting list');
  });
});

describe('a run that fails', () => {
  test('tells on stderr what happened, the step and the code, and leaves stdout empty', async () => {
    const { exitCode, out, err } = await start(['refused']);
    expect([exitCode, out]).toEqual([3, '']);
    expect(err).toBe('✗ Nobody here is called refused\n  → Try another name\n  CDEV_E_GREETING_REFUSED\n');
  });

  test('shows causes with --verbose', async () => {
    expect((await start(['refused', '--verbose'])).err).toContain('  because: outside reason');
  });

  test('puts one error document on stdout in machine formats', async () => {
    expect(JSON.parse((await start(['refused', '--json'])).out)).toEqual({
      command: 'cdev-greeting',
      version: '1.2.3',
      status: 'error',
      error: {
        code: 'CDEV_E_GREETING_REFUSED',
        kind: 'environment',
        message: 'Nobody here is called refused',
        steps: ['Try another name'],
        details: { name: 'refused' },
        causes: ['outside reason'],
      },
    });
  });

  test('calls an unexpected error a defect of its own, with 70 and the log to look at', async () => {
    const { exitCode, err } = await start(['defect']);
    expect(exitCode).toBe(70);
    expect(err).toContain('CDEV_E_CLI_DEFECT');
    expect(readFileSync(join(folder, '.cdev/logs/cdev-greeting.log'), 'utf8')).toContain('x is not a function');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends with 128 + the number of %s', async (signal, exitCode) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(signal), 20);
    const result = await start(['slow'], { signal: abort.signal });
    expect(result.exitCode).toBe(exitCode);
    expect(result.err).toContain(`Interrupted by ${signal}`);
    // What a command says itself of where it stopped is not hidden behind that.
    const other = new AbortController();
    setTimeout(() => other.abort(signal), 20);
    const told = await start(['told', '--json'], { signal: other.signal });
    expect(told.exitCode).toBe(exitCode);
    expect(JSON.parse(told.out)).toMatchObject({
      error: { code: 'CDEV_E_GREETING_INTERRUPTED', steps: ['Greet again'] },
    });
  });
});

describe('the command line', () => {
  test.each([
    [['--times', 'abc'], '--times needs a number, not "abc"'],
    [['--times'], '--times needs a value'],
    [['--times='], '--times needs a value'],
    [['--tone', 'worm'], 'did you mean warm?'],
    [['--tiems', '2'], 'did you mean --times?'],
    [['--no-loud'], 'There is no option --no-loud'],
    [['--title.x', '1'], 'There is no option --title.x'],
    [['-q'], 'There is no option -q'],
    [['list', 'more'], '"more" is one argument too many'],
    [['list', '--dry-run'], 'There is no option --dry-run'],
    [['--cwd', 'missing'], 'No folder at'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, err, out } = await start(argv);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test.each([
    [['--times', '2', '--times', '3'], { times: 3 }],
    [['--tag', 'a,b', '--tag', 'c'], { tag: ['a', 'b', 'c'] }],
    [['007', '--title', '12'], { names: ['007'], title: '12' }],
    [['--', '--loud', 'x'], { '--': ['--loud', 'x'], loud: false }],
    [['-y', '--dry-run'], { yes: true, 'dry-run': true }],
    [['--title=-1'], { title: '-1' }],
  ])('reads %j', async (argv, expected) => {
    const { out } = await start(['--json', ...argv]);
    expect(JSON.parse(out).data).toMatchObject(expected);
  });

  test('answers --help for the whole and for one command', async () => {
    const { out } = await start(['--help']);
    for (const part of [
      'Usage: cdev-greeting [names..] [options]',
      'cdev-greeting list',
      '--tone <text>',
      'warm | dry; default: warm',
      '70',
      'cdev-greeting Ada --times 2',
    ]) {
      expect(out).toContain(part);
    }
    expect((await start(['list', '--help'])).out).toContain('Usage: cdev-greeting list [options]');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('answers --version', async () => {
    expect(await start(['--version'])).toMatchObject({ exitCode: 0, out: '1.2.3\n' });
  });
});

describe('configuration', () => {
  test('default, then file, then environment, then command line; the later wins', async () => {
    mkdirSync(join(folder, 'repo/inner/.git'), { recursive: true });
    writeFileSync(join(folder, 'repo/inner/cdev.config.yaml'), 'greeting:\n  times: 2\n  tone: dry\n  tag: [x, y]\n');
    const data = async (argv: string[], env: Io['env']) => {
      const { out } = await start([...argv, '--json', '--cwd', 'repo/inner'], { env });
      return JSON.parse(out).data;
    };
    expect(await data([], {})).toMatchObject({ times: 2, tone: 'dry', tag: ['x', 'y'] });
    expect(await data([], { CDEV_GREETING_TIMES: '3' })).toMatchObject({ times: 3, tone: 'dry' });
    expect(await data(['--times', '4'], { CDEV_GREETING_TIMES: '3' })).toMatchObject({ times: 4 });
  });

  test.each([
    ['cdev.config.yaml', 'greeting:\n  times: many\n', 'greeting.times needs a number'],
    ['cdev.config.yaml', 'greeting:\n  tmies: 1\n', '"greeting.tmies" is not an option'],
    [
      'cdev.config.yaml',
      'greetign:\n  times: 2\n',
      '"greetign" is not read; the options of cdev-greeting stand under "greeting"',
    ],
    ['cdev.config.yaml', 'cdev-greeting:\n  times: 2\n', '"cdev-greeting" is not read'],
    ['cdev.config.yaml', 'a: [', 'cdev.config.yaml'],
    ['cdev.config.json', '{"a":', 'cdev.config.json'],
    ['package.json', '{"cdevConfig": []}', 'must be a mapping'],
  ])('refuses %s with %j', async (name, text, message) => {
    writeFileSync(join(folder, name), text);
    const { exitCode, err } = await start([]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('CDEV_E_CLI_CONFIG_INVALID');
  });

  test.each([
    ['of another script or plugin', 'greetings-of-all:\n  times: 9\nmeetings:\n  times: 9\n', 1],
    ['nearly of its name, beside its own', 'greetin:\n  times: 9\ngreeting:\n  times: 2\n', 2],
    ['nearly of its name, and no section', 'greetin: 9\n', 1],
  ])('leaves alone what is %s', async (_, text, times) => {
    writeFileSync(join(folder, 'cdev.config.yaml'), text);
    const { exitCode, out } = await start(['--json']);
    expect({ exitCode, times: JSON.parse(out).data.times }).toEqual({ exitCode: 0, times });
  });

  test('a comma in braces belongs to a pattern, and divides no list', async () => {
    writeFileSync(join(folder, 'cdev.config.yaml'), 'greeting:\n  tag: "a/{b,c,d}/*, e"\n');
    const tags = async (...argv: string[]) => JSON.parse((await start([...argv, '--json'])).out).data.tag;
    expect(await tags()).toEqual(['a/{b,c,d}/*', 'e']);
    expect(await tags('--tag', 'x,{y,z}.ts,{w')).toEqual(['x', '{y,z}.ts', '{w']);
  });

  test('names the environment variable whose value it cannot use', async () => {
    expect((await start([], { env: { CDEV_GREETING_TIMES: 'x' } })).err).toContain(
      'CDEV_GREETING_TIMES needs a number',
    );
  });
});

describe('questions', () => {
  test('--yes answers them, a terminal is asked, and without both the run ends before anything is done', async () => {
    expect((await start(['ask', '--yes'])).exitCode).toBe(0);
    expect((await start(['ask'], { ask: async () => 'y' })).exitCode).toBe(0);
    expect((await start(['ask'], { ask: async () => '' })).err).toContain('CDEV_E_CLI_DECLINED');
    expect(await start(['ask'])).toMatchObject({ exitCode: 2 });
  });
});

describe('health', () => {
  test('ends with 0 when all is well and with 3 when a check failed, with its mend', async () => {
    expect(await start(['--health'])).toMatchObject({ exitCode: 0 });
    const { exitCode, out } = await start(['--health'], { env: { HOARSE: '1' } });
    expect(exitCode).toBe(3);
    expect(out).toBe('cdev-greeting health\n  ✓  voice   clear\n  ✗  throat  hoarse\n  → throat: drink tea\n');
  });
});

describe('live views', () => {
  test('are one document a line in JSON', async () => {
    const lines = (await start(['watch', '--json'])).out.trim().split('\n');
    expect(lines.slice(0, 2).map((line) => JSON.parse(line).data.turn)).toEqual([1, 2]);
  });

  test('repaint only what changed on a terminal, and give the screen back', async () => {
    let out = '';
    const stdout = { write: (text: string) => void (out += text), isTerminal: true, columns: 40, rows: 10 };
    await start(['watch'], { stdout });
    expect(out.split('hello watch')).toHaveLength(3); // painted once for two equal views, then the result
    expect(out).toContain('\u001B[?1049l');
  });

  test('that are appended scroll by, on a terminal too', async () => {
    let out = '';
    const stdout = { write: (text: string) => void (out += text), isTerminal: true, columns: 40, rows: 10 };
    await start(['follow'], { stdout });
    expect(out).toBe('hello follow 1 warm\n'.repeat(3));
    expect(
      (await start(['follow', '--json'])).out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line).data.turn),
    ).toEqual([1, 2]);
  });
});
