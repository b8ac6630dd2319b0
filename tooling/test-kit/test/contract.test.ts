import { describe, expect, test } from '@jest/globals';
import { defineCommand, type Script } from '@cdev/core/cli';
import { checkDefaults } from '../src/contract/check-defaults.ts';
import { checkAnswers } from '../src/contract/check-answers.ts';
import { checkDocuments } from '../src/contract/check-documents.ts';
import { checkFailures } from '../src/contract/check-failures.ts';
import type { Subject } from '../src/contract/subject.ts';
import { fakePackage } from './fake-bin.ts';

const main = defineCommand({
  name: '',
  summary: 'Does what it is told',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [],
  toOptions: () => ({}),
  run: async () => ({ result: {}, status: 'ok' }),
  human: () => '',
});
const script: Script = { name: 'cdev-fake', summary: main.summary, commands: [main], health: async () => [] };

async function problemsOf(check: (subject: Subject) => Promise<string[]>, source: string): Promise<string> {
  await using fake = await fakePackage(source);
  return (await check({ folder: fake.path, manifest: { name: '@cdev/fake', version: '1.2.3' }, script })).join('\n');
}

test('the contract finds a default that nobody could type', () => {
  const options = { reason: { type: 'string', description: 'Why', default: '' } } as const;
  const how = { type: 'string', description: 'How', choices: ['a', 'b'] } as const;
  const claim = { ...main, name: 'claim', options: { ...options, how: { ...how, default: 'c' } } };
  const good = { ...main, options: { how: { ...how, default: 'a' }, other: how } };
  const of = { ...script, commands: [good, claim] } as unknown as Script;
  expect(checkDefaults({ script: of })).toEqual([
    'claim --reason: its default "" cannot be typed',
    'claim --how: its default "c" cannot be typed',
  ]);
});

/** Bins that keep the contract are in packages/; these break it, each in one way. */
describe('the contract of a bin finds', () => {
  test('a version that is not that of the manifest, and a help that is not that of the sources', async () => {
    const problems = await problemsOf(checkAnswers, "console.log('1.2.2');");
    expect(problems).toContain('cdev-fake --version printed what the sources do not say');
    expect(problems).toContain('cdev-fake -h printed what the sources do not say');
  });

  test('a bin that does not start', async () => {
    expect(await problemsOf(checkAnswers, "import './missing.js';")).toContain('cdev-fake --version ended with 1');
  });

  test('wrong use that ends with another code, speaks on stdout or names no code', async () => {
    const problems = await problemsOf(checkFailures, "console.log('oh'); process.exitCode = 1;");
    expect(problems).toContain('cdev-fake --no-such-option ended with 1, not 2');
    expect(problems).toContain('cdev-fake --no-such-option put on stdout: oh');
    expect(problems).toContain('cdev-fake --health --cwd no-such-folder does not name CDEV_E_CLI_FOLDER_MISSING');
  });

  const bin = (json: string, yaml: string, exitCode = 0): string => `
    const asYaml = process.argv.includes('yaml');
    const failed = process.argv.includes('--no-such-option');
    if (failed) console.log(asYaml ? 'status: error\\nversion: 1.2.3\\nerror: {}' : '{"status":"error","version":"1.2.3","error":{}}');
    else console.log(asYaml ? ${JSON.stringify(yaml)} : ${JSON.stringify(json)});
    process.exitCode = failed ? 2 : ${exitCode};`;
  const check = { title: 'git', status: 'ok', detail: 'git 2' };
  const health = (data: unknown, status = 'ok'): string => JSON.stringify({ version: '1.2.3', status, data });

  test('nothing in a --health that answers as it should, although details differ from run to run', async () => {
    const other = health([{ ...check, detail: 'git 2, in 5 ms' }]);
    expect(await problemsOf(checkDocuments, bin(health([check]), other))).toBe('');
  });

  test.each([
    ['that looks at nothing', bin(health([]), health([])), '--health looks at nothing'],
    [
      'with a check of another form',
      bin(health([{ title: 'git' }]), health([{ title: 'git' }])),
      'a check of another form',
    ],
    [
      'whose YAML says other than its JSON',
      bin(health([check]), health([{ ...check, status: 'warning' }])),
      'says other than JSON',
    ],
    ['whose YAML is two documents', bin(health([check]), `${health([check])}\n---\n{}`), 'put 2 documents on stdout'],
    [
      'that failed and ends with 0',
      bin(health([{ ...check, status: 'failed' }], 'findings'), health([{ ...check, status: 'failed' }], 'findings')),
      '--health ends with 0',
    ],
    [
      'that calls itself another version',
      bin('{"version":"9.9.9","status":"ok"}', 'version: 9.9.9\nstatus: ok'),
      'calls itself "9.9.9"',
    ],
  ])('a --health %s', async (_, source, problem) => {
    expect(await problemsOf(checkDocuments, source)).toContain(problem);
  });
});
