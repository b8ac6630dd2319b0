import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { preparedRun, statusOf } from './prepared-run.ts';

const three = { api: { owns: ['api/**'] }, ui: { owns: ['ui/**'], dependsOn: ['api'] }, docs: { owns: ['docs/**'] } };
const files = { 'api/a.txt': 'a\n', 'ui/u.txt': 'u\n', 'docs/d.txt': 'd\n', '.gitignore': '*.tmp\n' };
/** Passes when no file is called broken, and says that it ran tests. */
const checks = [
  { name: 'test', command: 'test -z "$(find . -name broken -not -path "./.git/*")" && echo "# tests 3"' },
];

describe('integrateParallelWork', () => {
  test('merges in order, tests every tree, and takes the target and its files along', async () => {
    await using run = await preparedRun({ files, agents: three, checks });
    const tips = {
      api: await run.work('api', { 'api/a.txt': 'api\n' }),
      ui: await run.work('ui', { 'ui/new.txt': 'n\n' }),
    };
    await run.work('docs', { 'docs/d.txt': 'docs\n' });
    await run.repository.write({ 'own.txt': 'uncommitted\n' });
    const before = await run.repository.git('rev-parse', 'main');
    const { status, report } = await run.integrate();
    expect(status).toBe('ok');
    expect(report).toMatchObject({ outcome: 'complete', moved: true, from: before, checks: ['test'], notMerged: [] });
    expect(report.merged.map(({ agent, files: count }) => [agent, count])).toEqual([
      ['api', 1],
      ['ui', 1],
      ['docs', 1],
    ]);
    expect(report.merged[0]?.checks).toMatchObject([{ name: 'test', status: 'passed', reason: '3 tests' }]);
    expect(await run.repository.git('rev-parse', 'main')).toBe(report.to);
    expect(await readFile(join(run.repository.path, 'ui/new.txt'), 'utf8')).toBe('n\n');
    expect(await run.repository.git('status', '--porcelain')).toBe('?? own.txt');
    expect(await run.repository.git('log', '--first-parent', '--reverse', '--format=%s', `${before}..main`)).toBe(
      'Merge api: Make api\nMerge ui: Make ui\nMerge docs: Make docs',
    );
    expect(await run.repository.git('merge-base', '--is-ancestor', tips.ui, 'main')).toBe('');
    expect(await run.repository.git('show', '--no-patch', '--format=%(trailers)', 'main^')).toContain('Agent: ui\n');
    expect(await run.told()).toEqual([
      'integration-started',
      ...['api', 'ui', 'docs'].map((agent) => `${agent} candidate-merged`),
      // One run on the tree of all three says that it is sound.
      'docs passed',
      'target-moved',
      'integration-ended complete',
    ]);
    expect(await statusOf(run, 'ui')).toBe('merged');
    expect(await run.repository.git('branch', '--list', '*_integration')).toBe('');
    expect(await run.repository.git('worktree', 'list')).not.toContain('_integration');
    expect(await readFile(join(run.commonDir, 'cdev/runs', run.plan.id, 'reports/integration.md'), 'utf8')).toContain(
      '`main` moved from',
    );
    const again = await run.integrate();
    expect(again).toMatchObject({ status: 'ok', report: { outcome: 'nothing', inTarget: ['api', 'ui', 'docs'] } });
    expect(await run.told()).toHaveLength(7);
  });

  test('ejects what breaks the tests and what depends on it, goes on with the rest, and takes it in when it is mended', async () => {
    await using run = await preparedRun({ files, agents: three, checks });
    await run.work('api', { 'api/broken': 'x\n' });
    await run.work('ui', { 'ui/u.txt': 'ui\n' });
    await run.work('docs', { 'docs/d.txt': 'docs\n' });
    const { status, report } = await run.integrate();
    expect(status).toBe('findings');
    expect(report).toMatchObject({ outcome: 'partial', moved: true });
    expect(report.merged.map(({ agent }) => agent)).toEqual(['docs']);
    expect(report.notMerged.map(({ agent, reason }) => [agent, reason])).toEqual([
      ['api', 'check "test" failed (exit code 1) twice'],
      ['ui', 'it depends on api, which was ejected'],
    ]);
    expect(report.notMerged[0]?.log).toBe('logs/integration/api/test.log');
    const log = join(run.commonDir, 'cdev/runs', run.plan.id, report.notMerged[0]?.log ?? '');
    expect((await stat(log)).isFile()).toBe(true);
    expect(await run.show('docs/d.txt')).toBe('docs');
    expect(await run.repository.git('ls-tree', '-r', '--name-only', 'main')).not.toContain('broken');
    expect(await run.told()).toEqual([
      'integration-started',
      ...['api', 'ui', 'docs'].map((agent) => `${agent} candidate-merged`),
      'docs failed',
      'ui failed',
      'api failed',
      'api failed',
      'api ejected',
      'ui ejected',
      'docs candidate-merged',
      'docs passed',
      'target-moved',
      'integration-ended partial',
    ]);
    expect(await statusOf(run, 'api')).toBe('ejected');

    await run.worktrees['api']?.git('rm', '-q', 'api/broken');
    await run.work('api', { 'api/a.txt': 'api\n' });
    const mended = await run.integrate();
    expect(mended).toMatchObject({ status: 'ok', report: { outcome: 'complete', inTarget: ['docs'] } });
    expect(mended.report.merged.map(({ agent }) => agent)).toEqual(['api', 'ui']);
  });

  test('runs a failing check once more, and says that it passed at the second try', async () => {
    const tried = (name: string) => `[ -e "$TRIED" ] || { touch "$TRIED"; exit 1; }; echo "# tests 1 ${name}"`;
    await using run = await preparedRun({
      files,
      agents: { api: { owns: ['api/**'] } },
      checks: [{ name: 'test', command: tried('t') }],
    });
    await run.work('api', { 'api/a.txt': 'api\n' });
    const context = { env: { TRIED: join(run.repository.path, 'tried.tmp') } };
    const { status, report } = await run.integrate({}, context);
    expect(status).toBe('ok');
    expect(report.merged[0]?.flaky).toBe(true);
    expect((await run.told()).slice(1, 4)).toEqual(['api candidate-merged', 'api failed', 'api passed']);
  });

  test('does not blame a candidate alone for what fails without it too', async () => {
    await using run = await preparedRun({ files: { ...files, broken: '' }, agents: three, checks });
    await run.work('docs', { 'docs/d.txt': 'docs\n' });
    const { report } = await run.integrate({ only: ['docs'] });
    expect(report).toMatchObject({ outcome: 'nothing', moved: false });
    expect(report.notMerged[0]?.reason).toBe(
      'check "test" failed (exit code 1) twice; it does so on main without it too',
    );
  });

  test('takes a check that ran nothing for no pass, and says when there is none', async () => {
    const nothing = [{ name: 'test', command: 'echo "# tests 0"' }];
    await using run = await preparedRun({ files, agents: three, checks: nothing });
    await run.work('docs', { 'docs/d.txt': 'docs\n' });
    const { status, report } = await run.integrate({ only: ['docs'] });
    expect(status).toBe('findings');
    expect(report.notMerged[0]?.reason).toBe('check "test" was not run: it ended well but ran no test');
    await using unchecked = await preparedRun({ files, agents: three });
    await unchecked.work('docs', { 'docs/d.txt': 'docs\n' });
    const without = await unchecked.integrate({ only: ['docs'] });
    expect(without).toMatchObject({ status: 'ok', report: { moved: true, checks: [], merged: [{ checks: [] }] } });
    expect(await unchecked.told()).not.toContain('docs passed');
  });

  test('tests exactly the tree: not what a check left behind, nor what an ejected candidate brought', async () => {
    const command =
      'test ! -e left.txt && test ! -e api/broken && cat docs/d.txt > left.txt && echo x >> docs/d.txt && echo "# tests 1"';
    await using run = await preparedRun({
      files,
      agents: three,
      checks: [
        { name: 'one', command },
        { name: 'two', command: 'grep -qx d docs/d.txt || grep -qx docs docs/d.txt; test "$(wc -l < docs/d.txt)" = 1' },
      ],
    });
    await run.work('api', { 'api/broken': '' });
    await run.work('docs', { 'docs/d.txt': 'docs\n' });
    const { report } = await run.integrate();
    expect(report.merged.map(({ agent }) => agent)).toEqual(['docs']);
    expect(report.notMerged.find(({ agent }) => agent === 'api')?.reason).toContain('check "one" failed');
  });

  test('says why agents are not there: nothing committed, failed, at work, partial', async () => {
    const agents = Object.fromEntries(
      ['idle', 'failed', 'busy', 'partial', 'good'].map((id) => [id, { owns: [`${id}/**`] }]),
    );
    await using run = await preparedRun({ files, agents });
    await run.work('failed', { 'failed/f.txt': 'f\n' });
    const started = {
      type: 'agent-started',
      attempt: 2,
      driver: 'command',
      pid: process.pid,
      startTime: '',
      log: '',
    } as const;
    await run.journal.append({ ...started, agent: 'failed' });
    await run.journal.append({
      type: 'agent-finished',
      agent: 'failed',
      attempt: 2,
      verdict: 'timed-out',
      duration: 1,
      reason: 'too slow',
    });
    await run.journal.append({ ...started, agent: 'busy' });
    const commit = await run.work('partial', { 'partial/p.txt': 'p\n' });
    await run.journal.append({ type: 'committed', agent: 'partial', commit, files: 1, complete: false });
    await run.work('good', { 'good/g.txt': 'g\n' });
    await run.worktrees['good']?.write({ 'good/later.txt': 'l\n' });
    const { status, report } = await run.integrate();
    expect(status).toBe('findings');
    expect(Object.fromEntries(report.notMerged.map(({ agent, kind, reason }) => [agent, [kind, reason]]))).toEqual({
      idle: ['missing', 'it has committed nothing'],
      failed: ['missing', 'its last attempt failed (too slow)'],
      busy: ['missing', 'it is still at work'],
      partial: ['ejected', 'its work was committed as partial'],
    });
    expect(report.notes).toEqual([
      'good has 1 uncommitted change in its worktree that is not part of this: good/later.txt',
    ]);
  });

  test('goes in the order asked for, without those left out, and refuses an order that cannot be', async () => {
    await using run = await preparedRun({ files, agents: three, checks });
    for (const agent of ['api', 'ui', 'docs']) await run.work(agent, { [`${agent}/n.txt`]: 'n\n' });
    await expect(run.call({ order: ['ui'] })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_ORDER_INVALID' });
    await expect(run.call({ skip: ['nobody'] })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_AGENT_UNKNOWN' });
    await expect(run.call({ only: ['ui'], skip: ['ui'] })).rejects.toMatchObject({
      code: 'CDEV_E_INTEGRATE_OPTIONS_CONTRADICT',
    });
    const { status, report } = await run.integrate({ order: ['docs'], skip: ['api'] });
    expect(status).toBe('findings');
    expect(report.merged.map(({ agent }) => agent)).toEqual(['docs']);
    expect(report.notMerged.map(({ agent, kind, reason }) => [agent, kind, reason])).toEqual([
      ['ui', 'ejected', 'it depends on api, which is not part of this: not asked for'],
      ['api', 'skipped', 'not asked for'],
    ]);
    const rest = await run.integrate({ only: ['api'] });
    expect(rest.status).toBe('ok');
    expect((await run.integrate({ only: ['ui'] })).report.merged.map(({ agent }) => agent)).toEqual(['ui']);
  });
});
