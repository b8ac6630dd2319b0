import { describe, expect, test } from '@jest/globals';
import { defineCommand, runCommand, type Script } from '@cdev/core/cli';
import { tempFolder, testContext, testIo } from '@cdev/test-kit';

const greet = defineCommand({
  name: '',
  summary: 'Greets',
  positionals: { who: { description: 'Whom', required: true } },
  options: {},
  changesWorld: true,
  examples: [],
  toOptions: ({ who }) => who,
  run: async (who, { prompt, clock, stdin }) => {
    await prompt.confirm(`Greet ${who}?`);
    return { result: `${who} ${clock().toISOString()} ${await stdin()}`, status: 'ok' };
  },
  human: (result) => `${result}\n`,
});
const script: Script = { name: 'cdev-greet', summary: 'Greets', commands: [greet], health: async () => [] };

describe('testIo', () => {
  test('runs a command line inside the test: streams, answers, stdin and a clock that stands', async () => {
    await using folder = await tempFolder();
    const { io, stdout, stderr, questions } = testIo({ cwd: folder.path, answers: ['y'], stdin: 'in' });
    expect(await runCommand(script, '1.0.0', ['Ada'], io)).toBe(0);
    expect([stdout(), stderr(), questions]).toEqual(['Ada 2026-01-01T00:00:00.000Z in\n', '', ['Greet Ada? [y/N] ']]);
  });

  test('asks nobody when no answers are given', async () => {
    await using folder = await tempFolder();
    const { io, stderr } = testIo({ cwd: folder.path });
    expect(await runCommand(script, '1.0.0', ['Ada'], io)).toBe(2);
    expect(stderr()).toContain('CDEV_E_CLI_CONFIRMATION_NEEDED');
  });
});

describe('testContext', () => {
  test('is a context with which a verb can be called', async () => {
    const context = testContext({ cwd: '/', answers: ['y'], stdin: 'in', env: { EXTRA: '1' } });
    await context.prompt.confirm('Sure?');
    expect(await context.stdin()).toBe('in');
    expect(context.env).toMatchObject({ EXTRA: '1', GIT_CONFIG_NOSYSTEM: '1' });
    await expect(context.prompt.confirm('Again?')).rejects.toThrow('No answer is left');
    await expect(testContext({ cwd: '/', yes: true }).prompt.confirm('Sure?')).resolves.toBeUndefined();
  });
});
