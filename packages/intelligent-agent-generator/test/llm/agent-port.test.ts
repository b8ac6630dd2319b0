import { chmod, readdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { tempFolder, testContext, type TempFolder } from '@cdev/test-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { intelligentAgentGenerator, type GenerateOptions } from '../../src/index.ts';
import { generateOptions } from '../generate-options.ts';
import { libraryRepo } from '../library-repo.ts';

const key = 'test-key-of-the-model-0123456789';
const advice = {
  files: [
    { path: 'src/time.js', why: 'the day of return' },
    { path: 'src/loans/invented.js', why: 'not there' },
  ],
  criteria: ['A fee is never negative'],
  risks: [],
};

/** Tells what it was started with, and plays what `PLAY` holds: it writes a file, says something, ends with a code. */
const standIn = `#!/usr/bin/env node
const { readFileSync, writeFileSync, existsSync, readdirSync } = require('node:fs');
const args = process.argv.slice(2);
const schema = args.includes('--json-schema') ? args[args.indexOf('--json-schema') + 1] : readFileSync(args[args.indexOf('--output-schema') + 1], 'utf8');
writeFileSync(process.env.TOLD, JSON.stringify({ args, schema: JSON.parse(schema), input: readFileSync(0, 'utf8'), folder: process.cwd(), files: readdirSync('.'), updates: process.env.DISABLE_AUTOUPDATER }));
const { answer, out = '', err = '', code = 0 } = JSON.parse(process.env.PLAY);
if (answer !== undefined && args.includes('-o')) writeFileSync(args[args.indexOf('-o') + 1], answer);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
`;

interface Told {
  readonly args: readonly string[];
  readonly schema: object;
  readonly input: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly updates?: string;
}

let repository: Awaited<ReturnType<typeof libraryRepo>>;
let programs: TempFolder;
beforeAll(async () => {
  repository = await libraryRepo();
  programs = await tempFolder({ claude: standIn, codex: standIn });
  for (const name of ['claude', 'codex']) await chmod(join(programs.path, name), 0o755);
});
afterAll(async () => {
  await programs[Symbol.asyncDispose]();
  await repository[Symbol.asyncDispose]();
});

async function generate(llm: GenerateOptions['llm'], play: object, path = programs.path) {
  const env = {
    PATH: [path, dirname(process.execPath)].join(delimiter),
    TOLD: join(programs.path, 'told.json'),
    PLAY: JSON.stringify(play),
    ANTHROPIC_API_KEY: key,
  };
  const options = generateOptions({ text: 'Charge a higher late fee', llm });
  return (await intelligentAgentGenerator(options, testContext({ cwd: repository.path, env }))).result;
}
const told = async (): Promise<Told> => JSON.parse(await readFile(join(programs.path, 'told.json'), 'utf8')) as Told;
const claudeSays = (fields: object): object => ({
  out: JSON.stringify({ type: 'result', is_error: false, ...fields }),
});

describe('--llm by an assistant of this machine', () => {
  test('asks claude for an answer in a form, without tools and in an empty folder, and checks what it says', async () => {
    const { brief, text, advice: got } = await generate('claude:opus', claudeSays({ structured_output: advice }));
    expect(got).toMatchObject({
      by: 'claude:opus',
      problem: undefined,
      refused: ['src/loans/invented.js is not there'],
    });
    expect(brief.files[0]).toMatchObject({ path: 'src/time.js' });
    expect(text).toContain('chosen by claude:opus: the day of return');
    expect(text).toContain('A fee is never negative (proposed by claude:opus, not in the task)');
    const { args, schema, input, folder, files, updates } = await told();
    expect(args.slice(0, 4)).toEqual(['-p', '--output-format', 'json', '--json-schema']);
    expect(args.slice(-4)).toEqual(['--model', 'opus', '--tools', '']);
    expect(args[args.indexOf('--system-prompt') + 1]).toContain('You help to prepare one task');
    expect(schema).toMatchObject({ type: 'object', required: ['files', 'criteria', 'risks'] });
    expect(input).toContain('src/loans/late-fee.js: ');
    // Paths, no contents.
    expect(input).not.toContain('today()');
    expect([files, updates]).toEqual([['schema.json'], '1']);
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('asks codex the same, shut in to reading, and reads the answer from its file', async () => {
    const { advice: got } = await generate('codex', { answer: JSON.stringify(advice), out: 'codex\nnoise\n' });
    expect(got?.files.map(({ path }) => path)).toEqual(['src/time.js']);
    const { args, schema, input } = await told();
    expect(args).toEqual(expect.arrayContaining(['exec', '--ephemeral', '-s', 'read-only', '--output-schema', '-o']));
    expect(args).not.toContain('-m');
    expect(args.at(-1)).toBe('-');
    expect(schema).toMatchObject({ additionalProperties: false });
    expect(input).toMatch(/^You help to prepare one task[\s\S]*<task>\nCharge a higher late fee\n<\/task>/);
  });

  test.each<[string, string, object, RegExp]>([
    [
      'refusal',
      'claude',
      { ...claudeSays({ is_error: true, result: `Not signed in ${key}` }), code: 1 },
      /^it ended with exit code 1: Not signed in /,
    ],
    ['text alone', 'claude', claudeSays({ result: 'I would begin with the fee.' }), /form that was asked for/],
    ['noise', 'claude', { out: 'Welcome!' }, /form that was asked for/],
    ['another form', 'codex', { answer: '{"files":"all"}' }, /form that was asked for/],
    ['no file', 'codex', { out: JSON.stringify(advice) }, /form that was asked for/],
    [
      'failure',
      'codex',
      { err: `first\nERROR: \u001b[2Junauthorized ${key}\n`, code: 3 },
      /^it ended with exit code 3: ERROR: unauthorized /,
    ],
  ])('without use: %s of %s, and the brief is the one without a model', async (_, llm, play, problem) => {
    const { brief, text, advice: got } = await generate(llm, play);
    expect(got?.problem).toMatch(problem);
    expect(JSON.stringify([got, brief])).not.toContain(key);
    expect(text).toBe((await generate(undefined, play)).text);
    expect(brief.decisions.at(-1)?.reason).toMatch(new RegExp(`^nothing of ${llm} is used: `));
  });

  test('without the program it says so, and the rest is done', async () => {
    await using empty = await tempFolder({});
    const { advice: got, text } = await generate('codex:small', {}, empty.path);
    expect(got?.problem).toBe('codex cannot be started; is it installed?');
    expect(text).toContain('src/loans/late-fee.js');
  });

  test('a name that is none is told before anything is started', async () => {
    for (const llm of ['claude:', 'claude:--dangerously-skip-permissions', 'codex: x', 'gemini'])
      await expect(generate(llm, {})).rejects.toMatchObject({ code: 'CDEV_E_AGENT_GENERATOR_MODEL_INVALID' });
  });
});
