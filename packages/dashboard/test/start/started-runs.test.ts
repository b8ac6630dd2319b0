import { once, EventEmitter } from 'node:events';
import { readScriptCatalogue } from '@cdev/script-catalogue';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import type { StartRequest } from '../../src/start/command-words.ts';
import { startedRuns, type StartedRuns } from '../../src/start/started-runs.ts';
import { month, type Month } from '../month.ts';

const request = (more: Partial<StartRequest> = {}): StartRequest => ({
  script: 'beta',
  command: '',
  positionals: { file: ['a b.txt'] },
  options: {},
  ...more,
});

interface Fixture extends AsyncDisposable {
  readonly runs: StartedRuns;
  /** Waits until it is true, looking at each change. */
  readonly until: (condition: () => boolean) => Promise<void>;
  readonly month: Month;
}

async function fixture(): Promise<Fixture> {
  const made = await month();
  const changes = new EventEmitter();
  const context = testContext({ cwd: made.repository.path, home: made.home });
  const runs = startedRuns(await readScriptCatalogue({ cwd: made.repository.path }), context, () =>
    changes.emit('change'),
  );
  return {
    runs,
    month: made,
    until: async (condition) => {
      while (!condition()) await once(changes, 'change');
    },
    [Symbol.asyncDispose]: async () => {
      await runs.close();
      await made[Symbol.asyncDispose]();
    },
  };
}

describe('a script that is started', () => {
  test('gets its words as they are, and its output is kept without control characters', async () => {
    await using made = await fixture();
    const { id } = await made.runs.start(request({ options: { count: ['7'], 'dry-run': true } }));
    await made.until(() => made.runs.list()[0]?.ended !== undefined);
    expect(made.runs.list()).toMatchObject([
      { id, script: 'beta', line: "cdev-beta --count=7 --dry-run 'a b.txt'", lines: 2, ended: { exitCode: 0 } },
    ]);
    expect(made.runs.output(id, 0)).toEqual({
      from: 0,
      lines: ['given ["--count=7","--dry-run","a b.txt"]', '<b>red</b>'],
    });
    expect(made.runs.output(id, 1)).toEqual({ from: 1, lines: ['<b>red</b>'] });
    expect(made.runs.output(id + 1, 0)).toBeUndefined();
  });

  test('that fails says so, with what it wrote to stderr', async () => {
    await using made = await fixture();
    const { id } = await made.runs.start(request({ command: 'other', positionals: {} }));
    await made.until(() => made.runs.list()[0]?.ended !== undefined);
    expect(made.runs.list()[0]?.ended).toMatchObject({ exitCode: 3 });
    expect(made.runs.output(id, 0)?.lines).toContain('it failed');
  });

  test('goes on writing until it is stopped, and no more than four run at once', async () => {
    await using made = await fixture();
    const waiting = request({ options: { wait: true } });
    const first = await made.runs.start(waiting);
    await made.until(() => (made.runs.list()[0]?.lines ?? 0) > 3);
    for (let at = 0; at < 3; at += 1) await made.runs.start(waiting);
    await expect(made.runs.start(waiting)).rejects.toMatchObject({ code: 'CDEV_E_DASHBOARD_TOO_MANY' });
    expect(made.runs.stop(first.id)).toBe(true);
    await made.until(() => made.runs.list().at(-1)?.ended !== undefined);
    expect(made.runs.list().at(-1)?.ended?.exitCode).toBeUndefined();
    expect(made.runs.output(first.id, 0)?.lines.at(-1)).toBe('stopped');
    expect(made.runs.stop(first.id)).toBe(false);
    await made.runs.close();
    expect(made.runs.list().every(({ ended }) => ended !== undefined)).toBe(true);
  });

  test('that does not say what it takes, or is not there, is not started', async () => {
    await using made = await fixture();
    await made.month.repository.write({ 'packages/p1/bin.js': 'console.error("boom"); process.exit(1)\n' });
    await expect(made.runs.start(request())).rejects.toMatchObject({
      code: 'CDEV_E_DASHBOARD_NOT_DESCRIBED',
      message: 'cdev-beta does not answer --describe: boom',
    });
    await expect(made.runs.start(request({ script: '../evil' }))).rejects.toMatchObject({
      code: 'CDEV_E_CATALOGUE_UNKNOWN',
    });
    expect(made.runs.list()).toEqual([]);
  });
});
