import { describe, expect, test } from '@jest/globals';
import { runCommand, type Command, type Script } from '@cdev/core/cli';
import { testIo } from '@cdev/test-kit';
import { script } from '../src/cli.ts';

/** The script with commands that do nothing but give their options back. */
const echo: Script = {
  ...script,
  commands: script.commands.map((command): Command => ({
    ...command,
    run: async (options) => ({ result: options, status: 'ok' }),
  })),
};

async function start(argv: readonly string[], env: Record<string, string> = {}) {
  const { io, stdout } = testIo({ cwd: '.', env });
  const exitCode = await runCommand(echo, '1.0.0', [...argv, '--json'], io);
  return { exitCode, ...(JSON.parse(stdout()) as { data?: unknown; error?: { code: string; message: string } }) };
}

const hour = 3_600_000;

describe('the arguments', () => {
  test('have their defaults', async () => {
    expect((await start(['ENG-1'])).data).toEqual({
      references: ['ENG-1'],
      group: {},
      source: 'auto',
      refresh: false,
      offline: false,
      maxAge: hour,
      timeLimit: 30_000,
      maxWait: 60_000,
      concurrency: 4,
    });
  });

  test.each([
    [['ENG-1', '#12', '-', 'a b.md'], { references: ['ENG-1', '#12', '-', 'a b.md'] }],
    [['--offline', 'ENG-1'], { references: ['ENG-1'], offline: true }],
    [['ENG-1', '--refresh', '--max-age', '2d'], { refresh: true, maxAge: 48 * hour }],
    [['ENG-1', '--max-age=0'], { maxAge: 0 }],
    [['--team', 'ENG', '--cycle', '12'], { references: [], group: { team: 'ENG', cycle: '12' } }],
    [['--project=Sign in', '--query', 'pass key'], { group: { project: 'Sign in', query: 'pass key' } }],
    [['x', '--source', 'file', '--concurrency', '8'], { source: 'file', concurrency: 8 }],
    [['x', '--time-limit', '500ms', '--max-wait', '0'], { timeLimit: 500, maxWait: 0 }],
    [['list'], { maxAge: hour }],
    [['show', 'ENG-1', '--max-age', '1w'], { reference: 'ENG-1', maxAge: 168 * hour }],
    [['prune', '--older-than', '90d', '--dry-run'], { olderThan: 90 * 24 * hour, isDryRun: true }],
    [['prune'], { olderThan: 30 * 24 * hour, isDryRun: false }],
  ])('%j are understood', async (argv, expected) => {
    expect(await start(argv)).toMatchObject({ exitCode: 0, data: expected });
  });

  test('may come from the environment', async () => {
    const env = { CDEV_CACHE_LINEAR_ISSUE_MAX_AGE: '5m', CDEV_OFFLINE: 'true' };
    expect((await start(['ENG-1'], env)).data).toMatchObject({ maxAge: 300_000, offline: true });
  });

  test.each([
    [['ENG-1', '--max-age', 'soon'], '--max-age needs a duration'],
    [['ENG-1', '--max-age'], '--max-age needs a value'],
    [['ENG-1', '--source', 'jira'], '--source is one of auto, linear, github, file, not "jira"'],
    [['ENG-1', '--concurrency', 'many'], '--concurrency needs a number'],
    [['ENG-1', '--refesh'], 'did you mean --refresh?'],
    [['ENG-1', '--team='], '--team needs a value'],
    [['show'], '<issue> is missing'],
    [['show', 'a', 'b'], '"b" is one argument too many'],
    [['list', 'x'], '"x" is one argument too many'],
    [['list', '--offline'], 'There is no option --offline'],
    [['prune', '--older-than', '-3d'], '--older-than needs a'],
  ])('%j are wrong use', async (argv, message) => {
    const { exitCode, error } = await start(argv);
    expect(exitCode).toBe(2);
    expect(error).toMatchObject({ code: 'CDEV_E_CLI_USAGE', message: expect.stringContaining(message) });
  });
});
