import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { checkCacheOf, keepCheckLoad } from '@cdev/project-checks';
import { openRepository } from '@cdev/git';
import { reportMarkdown } from '../src/report/report-markdown.ts';
import { preparedRun, type PreparedRun } from './prepared-run.ts';

const names = ['a', 'b', 'c', 'd'];
const agents = Object.fromEntries(names.map((name) => [name, { owns: [`${name}/**`] }]));

async function withFour(command: string, broken: readonly string[] = []): Promise<PreparedRun> {
  const checks = [{ name: 'test', command }];
  const run = await preparedRun({ files: { 'own.txt': 'o\n' }, agents, checks });
  for (const name of names) await run.work(name, { [`${name}/${broken.includes(name) ? 'broken' : 'a.txt'}`]: name });
  return run;
}

/** As if the check had been run here before. */
async function measured(run: PreparedRun, busy: number): Promise<void> {
  const command = run.plan.checks[0]?.command ?? '';
  const check = { name: 'test', command, status: 'passed', reason: '', tail: '', cached: false } as const;
  await keepCheckLoad(checkCacheOf(await openRepository(run.repository.path), ''), {
    ...check,
    duration: 1000,
    cpu: busy * 1000,
  });
}

/** One that has ended and of which nobody has taken note yet is not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The commits, the trees and the outcomes. */
async function endOf(run: PreparedRun) {
  const { report } = await run.integrate({ atOnce: 1 });
  return {
    to: report.to,
    merged: report.merged.map(({ agent, commit }) => [agent, commit]),
    notMerged: report.notMerged.map(({ agent }) => agent),
  };
}

const slots = Math.min(4, 2 * availableParallelism());

describe('test runs at once', () => {
  const whole = 'test ! -e b/broken && echo "# tests 1"';

  test('end as one at a time does, to the commit, and leave no worktree', async () => {
    await using one = await withFour(whole, ['b']);
    await using four = await withFour(whole, ['b']);
    await measured(four, availableParallelism() / 4);
    const [single, { report }] = [await endOf(one), await four.integrate({ atOnce: undefined })];
    expect(report.queue?.[0]).toMatchObject({ slots, left: 4 });
    expect(report.queue?.[0]?.mode).toBe('spaced');
    expect({
      to: report.to,
      merged: report.merged.map(({ agent, commit }) => [agent, commit]),
      notMerged: report.notMerged.map(({ agent }) => agent),
    }).toEqual(single);
    expect(single.notMerged).toEqual(['b']);
    expect(reportMarkdown(report)).toContain(`## The queue\n\n- 4 in the queue, ${slots} at once: `);
    const journal = await four.journal.read();
    const tested = journal.flatMap((event) => (event.type === 'candidate-checked' ? [event.agent] : []));
    // Each of the first round has its line, and b the run that confirms the blame.
    expect(tested.filter((agent) => agent === 'b')).toHaveLength(2);
    expect(journal.some((event) => event.type === 'note' && event.text.includes(`${slots} at once`))).toBe(true);
    expect(await four.repository.git('worktree', 'list')).not.toContain('_integration');
    expect(await four.repository.git('branch', '--list', '*_integration*')).toBe('');
  });

  test('that have become needless are ended with all that they started', async () => {
    // The tree of two waits for longer than the test may take, and would write its process group down.
    const command =
      'if [ -e b/a.txt ]; then echo "# tests 1"; while [ ! -e "$SEEN" ]; do sleep 0.02; done; else echo $$ > "$SEEN.tmp"; (sleep 300; echo >> "$SEEN.late") & mv "$SEEN.tmp" "$SEEN"; wait; fi';
    await using run = await preparedRun({
      files: { 'own.txt': 'o\n' },
      agents: { a: { owns: ['a/**'] }, b: { owns: ['b/**'] } },
      checks: [{ name: 'test', command }],
    });
    await run.work('a', { 'a/a.txt': 'a' });
    await run.work('b', { 'b/a.txt': 'b' });
    await measured(run, availableParallelism() / 2);
    const SEEN = join(run.commonDir, 'seen');
    const { status, report } = await run.integrate({ atOnce: undefined }, { env: { SEEN } });
    expect(status).toBe('ok');
    expect(report.merged.map(({ agent }) => agent)).toEqual(['a', 'b']);
    const shell = Number(await readFile(SEEN, 'utf8'));
    // Whoever is its parent then takes a moment to take note of it.
    while (isAlive(shell)) await pause(10);
    const journal = await run.journal.read();
    expect(journal.flatMap((event) => (event.type === 'note' && event.agent === 'a' ? [event.text] : []))).toEqual([
      'Its test was ended: the outcome of another had made it needless',
    ]);
  });

  test('are as many as asked for at most, and one where a run keeps the cores busy', async () => {
    await using run = await withFour('echo "# tests 1"');
    await measured(run, 0.01);
    const { report } = await run.integrate({ atOnce: 1, only: ['a', 'b'] });
    expect(report.queue).toMatchObject([{ slots: 1, atMost: 1, mode: 'halves' }]);
    await measured(run, availableParallelism());
    expect((await run.integrate({ atOnce: undefined })).report.queue).toMatchObject([
      { slots: 1, load: { busy: availableParallelism() } },
    ]);
    await expect(run.integrate({ atOnce: 0 })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_AT_ONCE_INVALID' });
  });
});
