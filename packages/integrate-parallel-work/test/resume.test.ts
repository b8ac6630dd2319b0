import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withLock } from '@cdev/git';
import { preparedRun, statusOf, type PreparedRun } from './prepared-run.ts';

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const shared = [{ path: 'src/index.ts', rule: 'imports', agents: ['*'], reason: 'the barrel' }] as const;
const checks = [{ name: 'test', command: 'sleep 0.1; test ! -e b/broken && echo x >> "$COUNT" && echo "# tests 1"' }];

/** Two that meet in a barrel, and one between them that breaks the tests. */
async function withThree(): Promise<PreparedRun> {
  const agents = { a: { owns: ['a/**'] }, b: { owns: ['b/**'] }, c: { owns: ['c/**'] } };
  const reviewers = [{ anyOf: ['@sam'], paths: ['c/c.txt'] }];
  const run = await preparedRun({ files: { 'src/index.ts': barrel('start') }, agents, shared, checks, reviewers });
  await run.work('a', { 'src/index.ts': barrel('start', 'a'), 'a/a.txt': 'a\n' });
  await run.work('b', { 'b/broken': '' });
  await run.work('c', { 'src/index.ts': barrel('start', 'c'), 'c/c.txt': 'c\n' });
  return run;
}

/** That it ends the same wherever it is killed is shown at every line of its journal in `tooling/crash-test`. */
describe('an integration that is interrupted', () => {
  test.each([
    ['with its report', ['c/c.txt'], []],
    ['from the journal when its report is lost', [], ['report was lost']],
  ])(
    'finishes when it was killed after the target had moved and before that was noted, %s',
    async (_, paths, notes) => {
      await using run = await withThree();
      const env = { COUNT: join(run.commonDir, 'count') };
      await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({
        code: 'CDEV_E_CLI_DECLINED',
      });
      const tip = (await run.journal.read()).findLast(
        (event) => event.type === 'candidate-merged' && event.agent === 'c',
      );
      const commit = tip?.type === 'candidate-merged' ? tip.commit : '';
      await run.repository.git('merge', '-q', '--ff-only', commit);
      await expect(run.call({ abort: true })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_ALREADY_MOVED' });
      if (notes.length > 0) await rm(join(run.commonDir, 'cdev/runs', run.plan.id, 'reports'), { recursive: true });
      const { status, report } = await run.integrate({}, { env });
      expect(status).toBe('findings');
      expect(report).toMatchObject({ moved: true, to: commit, outcome: 'partial' });
      expect(report.merged.map(({ agent, resolved }) => [agent, resolved.length])).toEqual([
        ['a', 0],
        ['c', 1],
      ]);
      expect(report.merged.map(({ reviewers }) => reviewers)).toEqual([undefined, [{ anyOf: ['@sam'], paths }]]);
      expect(report.notes).toEqual(notes.map((note) => expect.stringContaining(note)));
      expect((await run.told()).slice(-2)).toEqual(['target-moved', 'integration-ended partial']);
      expect(await readFile(env.COUNT, 'utf8')).toBe('x\nx\n');
    },
  );

  test('tells from the journal what was written of one that was put out: a task is no log', async () => {
    const agents = { a: { owns: ['a/**'] }, b: { owns: ['b/**'] }, c: { owns: ['c/**'] } };
    const own = [{ path: 'limit.txt', rule: 'union', agents: ['*'], reason: 'of all' }] as const;
    await using run = await preparedRun({ files: { 'limit.txt': '1\n' }, agents, shared: own, checks });
    const env = { COUNT: join(run.commonDir, 'count') };
    await run.work('a', { 'limit.txt': '2\n' });
    await run.work('b', { 'b/broken': '' });
    await run.worktrees['c']?.git('rm', '-q', 'limit.txt');
    await run.work('c', { 'c/c.txt': 'c\n' });
    await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({});
    const merged = (await run.journal.read()).findLast((event) => event.type === 'candidate-merged');
    await run.repository.git('merge', '-q', '--ff-only', merged?.type === 'candidate-merged' ? merged.commit : '');
    const folder = join(run.commonDir, 'cdev/runs', run.plan.id);
    await rm(join(folder, 'reports'), { recursive: true });
    const { report } = await run.integrate({}, { env });
    expect(report.notes).toEqual([expect.stringContaining('report was lost')]);
    expect(report.notMerged.map(({ agent, log, handOff }) => ({ agent, log, handOff }))).toEqual([
      { agent: 'b', log: 'logs/integration/b/test.log', handOff: undefined },
      { agent: 'c', log: undefined, handOff: 'handoffs/c--a.md' },
    ]);
    expect(await readFile(join(folder, 'handoffs/c--a.md'), 'utf8')).toContain('limit.txt');
  });

  test('begins anew, without testing a known tree again, when agents have gone on', async () => {
    await using run = await withThree();
    const env = { COUNT: join(run.commonDir, 'count') };
    await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({});
    await run.worktrees['b']?.git('rm', '-q', 'b/broken');
    await run.work('b', { 'b/b.txt': 'b\n' });
    const { status, report } = await run.integrate({}, { env });
    expect(status).toBe('ok');
    expect(report.merged.map(({ agent, checks: runs }) => [agent, runs[0]?.cached])).toEqual([
      // All three stand in one tree, which is the one that was tested. The other two meet in the barrel, so that b goes first.
      ['b', false],
      ['a', false],
      ['c', false],
    ]);
    expect(await statusOf(run, 'b')).toBe('merged');
  });

  test('is given up on request, and leaves the target and the agents as they were', async () => {
    await using run = await withThree();
    const { result: nothing } = await run.call({ abort: true });
    expect(nothing).toMatchObject({ kind: 'aborted', aborted: { wasOpen: false } });
    const env = { COUNT: join(run.commonDir, 'count') };
    const before = await run.repository.git('for-each-ref', 'refs/heads');
    await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({});
    const folder = join(run.worktrees['a']?.path ?? '', '..', '_integration');
    await writeFile(join(folder, 'looked.txt'), 'somebody wrote this here\n');
    const { result } = await run.call({ abort: true });
    expect(result).toMatchObject({ kind: 'aborted', aborted: { wasOpen: true, removed: [folder] } });
    expect(existsSync(folder)).toBe(false);
    expect(await run.repository.git('for-each-ref', 'refs/heads')).toBe(before);
    expect(await run.repository.git('show', 'refs/cdev/snapshots/demo-1-two-things/_integration/1:looked.txt')).toBe(
      'somebody wrote this here',
    );
    expect(await statusOf(run, 'b')).toBe('committed');
    expect((await run.told()).at(-1)).toBe('integration-aborted');
  });

  test('is not joined by a second one', async () => {
    await using run = await withThree();
    const lock = join(run.commonDir, 'cdev/locks', `integrate-${run.plan.id}.lock`);
    await withLock(lock, { what: 'a test' }, async () => {
      await expect(run.integrate()).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_ALREADY_RUNNING' });
    });
  });
});
