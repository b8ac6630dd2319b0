import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { signCommits } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { preparedRun, type PreparedRun } from './prepared-run.ts';

const files = { 'api/a.txt': 'a\n', 'other.txt': 'o\n' };
const agents = { api: { owns: ['api/**'] } };
const checks = [{ name: 'test', command: 'echo "# tests 1"' }];

async function withWork(command = checks): Promise<PreparedRun> {
  const run = await preparedRun({ files, agents, checks: command });
  await run.work('api', { 'api/a.txt': 'api\n' });
  return run;
}

describe('the target', () => {
  test('is merged upon anew when somebody moves it while candidates are tested', async () => {
    const commit =
      'cd "$MAIN" && [ -e moved ] || { touch moved && git add moved && git commit -q -m Meanwhile; }; echo "# tests 1"';
    await using run = await withWork([{ name: 'test', command: commit }]);
    const env = { MAIN: run.repository.path };
    const { status, report } = await run.integrate({}, { env });
    expect(status).toBe('ok');
    expect(report.moved).toBe(true);
    expect(await run.repository.git('log', '--first-parent', '--format=%s', 'main')).toBe(
      'Merge api: Make api\nMeanwhile\nBegin',
    );
    expect(await run.repository.git('status', '--porcelain')).toBe('');
    expect((await run.told()).filter((event) => event === 'integration-started')).toHaveLength(2);
  });

  test('is refused before any test when uncommitted changes are in the way, and keeps those that are not', async () => {
    await using run = await withWork();
    await run.repository.write({ 'api/a.txt': 'mine\n' });
    await expect(run.integrate()).rejects.toMatchObject({
      code: 'CDEV_E_MERGE_WOULD_OVERWRITE',
      details: { paths: ['api/a.txt'] },
    });
    expect(await run.told()).toEqual([]);
    await run.repository.git('checkout', 'api/a.txt');
    await run.repository.write({ 'other.txt': 'mine\n' });
    expect((await run.integrate()).status).toBe('ok');
    expect(await run.repository.git('status', '--porcelain')).toBe(' M other.txt');
    expect(await readFile(join(run.repository.path, 'api/a.txt'), 'utf8')).toBe('api\n');
  });

  test('moves where it is checked out, in a linked worktree, or nowhere; to a commit that is signed where the user signs', async () => {
    await using run = await withWork();
    const key = await signCommits(run.repository);
    await run.repository.git('switch', '-q', '--detach');
    const linked = await run.repository.worktree('main');
    await run.integrate();
    expect(await readFile(join(linked.path, 'api/a.txt'), 'utf8')).toBe('api\n');
    expect(await linked.git('status', '--porcelain')).toBe('');
    await linked.git('verify-commit', 'main');
    expect(await readFile(join(run.repository.path, 'api/a.txt'), 'utf8')).toBe('a\n');
    await run.repository.git('worktree', 'remove', linked.path);
    await run.work('api', { 'api/a.txt': 'again\n' });
    const before = await run.repository.git('rev-parse', 'main');
    await run.repository.git('config', 'user.signingKey', `${key}.gone`);
    await expect(run.integrate({ strategy: 'squash' })).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_SIGNED' });
    expect(await run.repository.git('rev-parse', 'main')).toBe(before);
    await run.repository.git('config', 'user.signingKey', key);
    await run.integrate({ strategy: 'squash' });
    expect(await run.show('api/a.txt')).toBe('again');
    await run.repository.git('verify-commit', 'main');
    await expect(run.call({ target: 'gone' })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_TARGET_MISSING' });
  });

  test('does not move without an answer, and what was tested is not tested again', async () => {
    const counted = [{ name: 'test', command: 'echo x >> "$COUNT"; echo "# tests 1"' }];
    await using run = await withWork(counted);
    const env = { COUNT: join(run.commonDir, 'count') };
    await expect(run.integrate({ yes: false }, { env })).rejects.toMatchObject({
      code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
    });
    expect(await run.told()).toEqual([]);
    const before = await run.repository.git('rev-parse', 'main');
    await expect(run.integrate({ yes: false }, { env, answers: ['n'] })).rejects.toMatchObject({
      code: 'CDEV_E_CLI_DECLINED',
    });
    expect(await run.repository.git('rev-parse', 'main')).toBe(before);
    const { report } = await run.integrate({ yes: false }, { env, answers: ['y'] });
    expect(report).toMatchObject({ moved: true, merged: [{ checks: [{ cached: true }] }] });
    expect(await readFile(env.COUNT, 'utf8')).toBe('x\n');
    expect(await run.told()).toEqual([
      'integration-started',
      'api candidate-merged',
      'api passed',
      'target-moved',
      'integration-ended complete',
    ]);
  });

  test('is pushed where the remote has it where it was seen, and to nowhere else', async () => {
    // Somebody pushes while candidates are tested, once.
    const meanwhile =
      'if [ -e "$OTHER" ]; then git -C "$OTHER" push -q origin HEAD:main && rm -rf "$OTHER"; fi; echo "# tests 1"';
    await using run = await withWork([{ name: 'test', command: meanwhile }]);
    const [remote, OTHER] = ['remote.git', 'other'].map((name) => join(run.repository.path, '..', name)) as [
      string,
      string,
    ];
    await run.repository.git('init', '-q', '--bare', '-b', 'main', remote);
    await run.repository.git('remote', 'add', 'there', remote);
    const there = () => run.repository.git('--git-dir', remote, 'rev-parse', 'main');
    // Nothing is tested for a push that cannot come to an end.
    await expect(run.integrate({ push: 'nowhere' })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_PUSH_FAILED' });
    expect(await run.told()).toEqual([]);
    await run.repository.git('push', '-q', 'there', 'main');
    await run.repository.git('clone', '-q', remote, OTHER);
    await run.repository.write({ '../other/theirs.txt': 'theirs\n' });
    await run.repository.git('-C', OTHER, 'add', '.');
    await run.repository.git('-C', OTHER, '-c', 'user.name=o', '-c', 'user.email=o@o', 'commit', '-q', '-m', 'Theirs');
    const theirs = await run.repository.git('-C', OTHER, 'rev-parse', 'HEAD');
    await expect(run.integrate({ push: 'there' }, { env: { OTHER } })).rejects.toMatchObject({
      code: 'CDEV_E_INTEGRATE_REMOTE_MOVED',
      details: { remote: 'there', branch: 'main', now: theirs.slice(0, 9) },
    });
    expect([await there(), await run.show('api/a.txt')]).toEqual([theirs, 'api']);
    // Again, with what is here and there apart: said at once.
    await expect(run.integrate({ push: 'there' })).rejects.toMatchObject({ code: 'CDEV_E_INTEGRATE_REMOTE_MOVED' });
    await run.repository.git('fetch', '-q', 'there');
    await run.repository.git('merge', '-q', '--no-edit', 'there/main');
    const { status, report } = await run.integrate({ push: 'there' });
    expect({ status, pushedTo: report.pushedTo }).toEqual({ status: 'ok', pushedTo: 'there' });
    expect(await there()).toBe(await run.repository.git('rev-parse', 'main'));
    expect(await run.show('theirs.txt')).toBe('theirs');
    // Where there is nothing to do but to push, the remote is asked once.
    await run.repository.write({ '../ask': '#!/bin/sh\necho x >> "$0-count"\nexec git-upload-pack "$@"\n' });
    const ask = join(run.repository.path, '..', 'ask');
    await chmod(ask, 0o755);
    await run.repository.git('config', 'remote.there.uploadpack', `'${ask}'`);
    expect((await run.integrate({ push: 'there' })).report).toMatchObject({ outcome: 'nothing', pushedTo: 'there' });
    expect(await readFile(`${ask}-count`, 'utf8')).toBe('x\n');
  });

  test('has worktrees and branches of what is in it removed on request, and nothing that is not saved', async () => {
    await using run = await withWork();
    await run.worktrees['api']?.write({ 'api/later.txt': 'later\n' });
    const { report } = await run.integrate({ cleanup: true });
    expect(report.removed).toEqual([run.worktrees['api']?.path, `branch ${run.plan.agents[0]?.branch}`]);
    expect(await run.repository.git('worktree', 'list', '--porcelain')).not.toContain('cdev/');
    const kept = await run.repository.git('for-each-ref', '--format=%(refname)', 'refs/cdev/snapshots');
    expect(await run.repository.git('show', `${kept}:api/later.txt`)).toBe('later');
    expect(await run.integrate()).toMatchObject({ status: 'ok', report: { inTarget: ['api'] } });
  });

  test('takes one commit an agent, or its own replayed, and knows them again', async () => {
    for (const [strategy, subjects] of [
      ['squash', ['feat(ui): Make ui', 'feat(api): Make api']],
      ['rebase', ['Second of ui', 'Work of ui', 'Second of api', 'Work of api']],
    ] as const) {
      await using run = await preparedRun({
        files,
        agents: { ...agents, ui: { owns: ['ui/**'], dependsOn: ['api'] } },
        checks,
      });
      await run.repository.commit('On main', { 'other.txt': 'newer\n' });
      await run.worktrees['api']?.commit('Work of api', { 'api/a.txt': 'one\n' });
      const base = (await run.worktrees['api']?.commit('Second of api', { 'api/b.txt': 'two\n' })) ?? '';
      await run.worktrees['ui']?.git('merge', '--quiet', base);
      await run.journal.append({ type: 'dependencies-merged', agent: 'ui', commit: base, from: ['api'] });
      await run.worktrees['ui']?.commit('Work of ui', { 'ui/u.txt': 'one\n' });
      await run.worktrees['ui']?.commit('Second of ui', { 'ui/v.txt': 'two\n' });
      const { status, report } = await run.integrate({ strategy });
      expect({ status, notMerged: report.notMerged }).toEqual({ status: 'ok', notMerged: [] });
      expect(await run.repository.git('log', '--format=%s', `${report.from}..main`)).toBe(subjects.join('\n'));
      expect(await run.repository.git('log', '--merges', '--format=%s', 'main')).toBe('');
      expect(await run.show('other.txt')).toBe('newer');
      expect(await run.integrate({ strategy })).toMatchObject({ status: 'ok', report: { inTarget: ['api', 'ui'] } });
    }
  });

  test('can be in a bare repository', async () => {
    await using run = await withWork();
    const bare = join(run.repository.path, '..', 'bare.git');
    await run.repository.git('clone', '-q', '--bare', run.repository.path, bare);
    await rm(join(bare, 'cdev'), { recursive: true, force: true });
    const { result } = await run.call(
      { plan: join(run.commonDir, 'cdev/plans', `${run.plan.id}.yaml`) },
      { cwd: bare },
    );
    expect(result).toMatchObject({ kind: 'integrated', report: { moved: true, outcome: 'complete' } });
    expect(await run.repository.git('--git-dir', bare, 'show', 'main:api/a.txt')).toBe('api');
  });
});
