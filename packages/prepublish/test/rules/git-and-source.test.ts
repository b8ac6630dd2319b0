import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { prepublish } from '../../src/prepublish.ts';

const manifest = (more: object = {}): string =>
  `${JSON.stringify({ name: 'tool', version: '1.2.0', license: 'MIT', ...more }, undefined, 2)}\n`;

async function find(repo: TempRepo, rule: string, options: { offline?: boolean; branches?: string[] } = {}) {
  const context = testContext({ cwd: repo.path, env: process.env });
  const { result } = await prepublish(
    {
      packages: [],
      only: [rule],
      skip: [],
      failOn: 'error',
      tag: undefined,
      branches: [],
      offline: true,
      links: false,
      fix: false,
      isDryRun: true,
      out: undefined,
      sbom: undefined,
      ...options,
    },
    context,
  );
  const [report] = result.packages;
  return { findings: report?.findings.map(({ severity, reason }) => `${severity}: ${reason}`), notRun: report?.notRun };
}

describe('git', () => {
  test('a branch that is no release branch, unless HEAD is merged or the branch is named', async () => {
    await using repo = await tempRepo({ 'package.json': manifest() }, { branches: { topic: { 'a.js': '' } } });
    expect((await find(repo, 'release-branch')).findings).toEqual([]);
    await repo.git('checkout', '--quiet', 'topic');
    expect((await find(repo, 'release-branch')).findings).toEqual([
      'warning: HEAD is on topic and on no release branch (main, master, next, release)',
    ]);
    expect((await find(repo, 'release-branch', { branches: ['topic'] })).findings).toEqual([]);
    await repo.git('checkout', '--quiet', '--detach', 'main');
    expect((await find(repo, 'release-branch')).findings).toEqual([]);
  });

  test('a tag that is taken by another commit', async () => {
    await using repo = await tempRepo({ 'package.json': manifest() });
    await repo.git('tag', 'v1.2.0');
    expect((await find(repo, 'tag-free')).findings).toEqual([]);
    await repo.commit('More', { 'a.js': '' });
    expect((await find(repo, 'tag-free')).findings).toEqual(['error: names another commit']);
  });

  test('a remote that is behind, ahead, and not asked when offline', async () => {
    await using repo = await tempRepo({ 'package.json': manifest() }, { origin: true });
    await repo.git('push', '--quiet', 'origin', 'main');
    expect((await find(repo, 'remote-in-step', { offline: false })).findings).toEqual([]);
    await repo.commit('More', { 'a.js': '' });
    expect((await find(repo, 'remote-in-step', { offline: false })).findings).toEqual([
      'warning: lacks commits that are here',
    ]);
    await repo.git('push', '--quiet', 'origin', 'main');
    await repo.git('reset', '--quiet', '--hard', 'HEAD~1');
    await repo.git('update-ref', '-d', 'refs/remotes/origin/main');
    expect((await find(repo, 'remote-in-step')).notRun).toEqual([{ rule: 'remote-in-step', reason: 'offline' }]);
  });
});

describe('the source folder', () => {
  test('a changelog without an entry', async () => {
    await using repo = await tempRepo({
      'package.json': manifest(),
      'CHANGELOG.md': '# Changes\n\n## 1.1.0\n\n1.2.0 is next.\n',
    });
    expect((await find(repo, 'changelog')).findings).toEqual(['warning: has no entry for 1.2.0']);
    await repo.write({ 'CHANGELOG.md': '# Unreleased\n\n1.2.0 / 2026-01-01\n==================\n\n* a\n' });
    expect((await find(repo, 'changelog')).findings).toEqual([]);
    await repo.write({ 'CHANGELOG.md': '# Changes\n\n## [1.2.0] - 2026-01-01\n' });
    expect((await find(repo, 'changelog')).findings).toEqual([]);
  });

  test('a changeset that waits', async () => {
    await using repo = await tempRepo({
      'package.json': manifest(),
      '.changeset/brave-dogs.md': '---\n"tool": minor\n---\n\nNew\n',
      '.changeset/other.md': '---\n"else": minor\n---\n',
    });
    expect((await find(repo, 'pending-changeset')).findings).toEqual(['warning: waits to be applied to tool']);
  });

  test('a lock file of other ranges', async () => {
    const locked = (range: string): string =>
      JSON.stringify({
        name: 'tool',
        lockfileVersion: 3,
        packages: { '': { name: 'tool', dependencies: { near: range } } },
      });
    await using repo = await tempRepo({
      'package.json': manifest({ dependencies: { near: '^1.0.0' } }),
      'package-lock.json': locked('^1.0.0'),
    });
    expect((await find(repo, 'lock-file')).findings).toEqual([]);
    await repo.write({ 'package-lock.json': locked('^0.9.0') });
    expect((await find(repo, 'lock-file')).findings).toEqual(['warning: was written for other ranges of near']);
  });

  test('the lock file of pnpm, and none at all', async () => {
    await using repo = await tempRepo({
      'package.json': manifest({ devDependencies: { near: '^1.0.0' } }),
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      near:\n        specifier: ^2.0.0\n        version: 2.0.0\n",
    });
    expect((await find(repo, 'lock-file')).findings).toEqual(['warning: was written for other ranges of near']);
    await repo.git('rm', '--quiet', 'pnpm-lock.yaml');
    expect((await find(repo, 'lock-file')).notRun).toEqual([{ rule: 'lock-file', reason: 'there is no lock file' }]);
  });
});
