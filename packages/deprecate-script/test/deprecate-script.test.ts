import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { localRegistry, runBin, tempFolder, transcript } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { showStatus } from '../src/index.ts';
import { guide, scriptWorkspace, take } from './workspace.ts';

const read = (repo: { path: string }, file: string): Promise<string> => readFile(join(repo.path, file), 'utf8');
const metadataOf = async (repo: { path: string }) =>
  JSON.parse(await read(repo, 'packages/old-check/package.json')) as {
    cdev: { deprecation?: object };
    files: string[];
  };
const statusOn = async (repo: { path: string }, day: string) => {
  const { result, status } = await showStatus([], { cwd: repo.path, clock: () => new Date(`${day}T00:00:00Z`) });
  return { status, stage: result[0]?.deprecation.stage, next: result[0]?.next };
};

describe('a script is taken out of service', () => {
  test('from the announcement to the mark in the registry, each stage on its day', async () => {
    await using registry = await localRegistry();
    await using repo = await scriptWorkspace();
    const env = registry.env;
    await publish(repo, env);

    // The notice.
    expect(await take(repo, { wanted: 'announced', on: '2026-01-01' })).toMatchObject({
      status: 'done',
      from: undefined,
    });
    expect((await metadataOf(repo)).cdev.deprecation).toEqual({
      announced: '2026-01-01',
      warnsFrom: '2026-01-31',
      sunset: '2026-05-01',
      replacement: 'cdev-new-check',
      guide: 'MIGRATION.md',
      stage: 'announced',
    });
    expect(await read(repo, 'packages/old-check/README.md')).toBe(
      '# old-check\n\n<!-- deprecation -->\n\n> **Deprecated.** From 2026-01-31 on every run of cdev-old-check says so, and it ends on 2026-05-01: use cdev-new-check.\n\n<!-- /deprecation -->\n\nChecks.\n',
    );
    expect(await read(repo, '.changeset/deprecate-old-check-announced.md')).toBe(
      "---\n'@acme/cdev-old-check': minor\n---\n\ncdev-old-check is deprecated. Use cdev-new-check instead. From 2026-01-31 on every run says so, and it ends on 2026-05-01.\n",
    );
    expect(await statusOn(repo, '2026-01-02')).toMatchObject({
      status: 'ok',
      stage: 'announced',
      next: { inDays: 29 },
    });

    // The warnings, not a day too early.
    await expect(take(repo, { wanted: 'warning', on: '2026-01-30' })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_TOO_EARLY',
      message: 'old-check: not before 2026-01-31, when the notice ends that users were given',
    });
    expect(await statusOn(repo, '2026-01-31')).toMatchObject({ status: 'findings', next: { inDays: 0 } });
    expect(await take(repo, { wanted: 'warning', on: '2026-01-31' })).toMatchObject({
      status: 'done',
      from: 'announced',
    });

    // The guide.
    await expect(take(repo, { wanted: 'migrating', on: '2026-02-01' })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_GUIDE_MISSING',
    });
    await repo.write({ 'packages/old-check/MIGRATION.md': guide });
    expect(await take(repo, { wanted: 'migrating', on: '2026-02-01' })).toMatchObject({ status: 'done' });
    expect((await metadataOf(repo)).files).toEqual(['bin.js', 'MIGRATION.md']);
    expect(await read(repo, 'packages/old-check/README.md')).toContain('How: [MIGRATION.md](MIGRATION.md).');

    // The end.
    await expect(take(repo, { wanted: 'sunset', on: '2026-04-30' }, { env })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_TOO_EARLY',
    });
    const planned = await take(repo, { wanted: 'sunset', on: '2026-05-01', isDryRun: true }, { env });
    expect(planned).toMatchObject({ status: 'planned', registry: { versions: ['1.2.0'], published: 1 } });
    expect(registry.packument('@acme/cdev-old-check')?.versions['1.2.0']?.['deprecated']).toBeUndefined();
    await take(repo, { wanted: 'sunset', on: '2026-05-01' }, { env });
    const message = 'No longer maintained since 2026-05-01: use cdev-new-check. How: MIGRATION.md in the package';
    expect(registry.packument('@acme/cdev-old-check')?.versions['1.2.0']?.['deprecated']).toBe(message);
    expect(await statusOn(repo, '2026-06-01')).toEqual({ status: 'ok', stage: 'sunset', next: undefined });
    // npm tells it to whoever installs it.
    await using user = await tempFolder({ 'package.json': '{}' });
    const { stderr } = await execa('npm', ['install', '--no-audit', '--no-fund', '@acme/cdev-old-check'], {
      cwd: user.path,
      env: { ...env, npm_config_cache: join(user.path, '.npm') },
    });
    expect(stderr).toContain(message);

    // Once is enough, and it can be taken back.
    const requests = registry.requests.length;
    expect((await take(repo, { wanted: 'sunset', on: '2026-07-01' }, { env })).status).toBe('already');
    expect(registry.requests.slice(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
    await take(repo, { wanted: 'withdrawn', on: '2026-07-01' }, { env });
    expect(registry.packument('@acme/cdev-old-check')?.versions['1.2.0']?.['deprecated'] ?? '').toBe('');
    expect((await metadataOf(repo)).cdev).toEqual({ kind: 'script', owner: '@acme/tools' });
    expect(await read(repo, 'packages/old-check/README.md')).toBe('# old-check\n\nChecks.\n');
  }, 120_000);

  test('no stage is skipped, gone back to, or entered without an announcement', async () => {
    await using repo = await scriptWorkspace({ 'packages/old-check/MIGRATION.md': guide });
    for (const wanted of ['warning', 'migrating', 'sunset', 'withdrawn'] as const)
      await expect(take(repo, { wanted, on: '2027-01-01' })).rejects.toMatchObject({
        code: 'CDEV_E_DEPRECATE_SCRIPT_NOT_ANNOUNCED',
      });
    await take(repo, { wanted: 'announced', on: '2026-01-01' });
    for (const wanted of ['migrating', 'sunset'] as const)
      await expect(take(repo, { wanted, on: '2027-01-01' })).rejects.toMatchObject({
        code: 'CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED',
        steps: expect.arrayContaining(['The next is: cdev-deprecate-script warn old-check']),
      });
    await take(repo, { wanted: 'warning', on: '2027-01-01' });
    await expect(take(repo, { wanted: 'sunset', on: '2027-01-01' })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED',
    });
    await expect(take(repo, { wanted: 'announced', on: '2027-01-01' })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED',
    });
  });

  test('the days that were announced stay, and the same command again changes nothing', async () => {
    await using repo = await scriptWorkspace();
    await take(repo, { wanted: 'announced', on: '2026-01-01' });
    await repo.commit('Announce');
    // The changeset is used up by a version; it must not come again.
    await repo.git('rm', '-q', '.changeset/deprecate-old-check-announced.md');
    expect((await take(repo, { wanted: 'announced', on: '2026-03-01' })).status).toBe('already');
    expect((await metadataOf(repo)).cdev.deprecation).toMatchObject({ announced: '2026-01-01', sunset: '2026-05-01' });
    await repo.write({ 'packages/old-check/README.md': '# old-check\n' });
    expect((await take(repo, { wanted: 'announced', on: '2026-03-01' })).files.map(({ file }) => file)).toEqual([
      'packages/old-check/README.md',
    ]);
  });

  test('shows what it would change and asks; a no changes nothing', async () => {
    await using repo = await scriptWorkspace();
    const planned = await take(repo, { wanted: 'announced', on: '2026-01-01', isDryRun: true });
    expect(planned.files.map(({ file }) => file)).toEqual([
      '.changeset/deprecate-old-check-announced.md',
      'packages/old-check/README.md',
      'packages/old-check/package.json',
    ]);
    await expect(
      take(repo, { wanted: 'announced', on: '2026-01-01' }, { yes: false, answers: ['n'] }),
    ).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('is held up by a package that needs it, and by a registry that fails: then no file says that it ended', async () => {
    await using registry = await localRegistry();
    const needing = {
      'packages/front/package.json':
        '{ "name": "front", "version": "1.0.0", "dependencies": { "@acme/cdev-old-check": "1" } }\n',
    };
    await using repo = await scriptWorkspace({ ...needing, 'packages/old-check/MIGRATION.md': guide });
    const env = registry.env;
    await publish(repo, env);
    await take(repo, { wanted: 'announced', on: '2026-01-01' });
    await take(repo, { wanted: 'warning', on: '2026-02-01' });
    await take(repo, { wanted: 'migrating', on: '2026-02-01' });
    await expect(take(repo, { wanted: 'sunset', on: '2026-06-01' }, { env })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_DEPENDED_ON',
      message: 'old-check is a dependency of front',
    });
    await repo.git('rm', '-rq', 'packages/front');
    registry.fault({ kind: 'status', path: '@acme/cdev-old-check', status: 403, method: 'PUT' });
    await expect(take(repo, { wanted: 'sunset', on: '2026-06-01' }, { env })).rejects.toMatchObject({
      code: expect.stringContaining('CDEV_E_REGISTRY_'),
    });
    expect((await metadataOf(repo)).cdev.deprecation).toMatchObject({ stage: 'migrating' });
    registry.clearFaults();
    expect((await take(repo, { wanted: 'sunset', on: '2026-06-01' }, { env })).status).toBe('done');
  });

  test.each([
    [{ replacement: undefined }, 'CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT'],
    [{ replacement: 'cdev-old-check' }, 'CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT'],
    [{ replacement: 'a\nb' }, 'CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT'],
    [{ notice: 29 }, 'CDEV_E_DEPRECATE_SCRIPT_NOTICE_TOO_SHORT'],
    [{ warnings: 89.5 }, 'CDEV_E_DEPRECATE_SCRIPT_NOTICE_TOO_SHORT'],
  ])('refuses an announcement with %j', async (more, code) => {
    await using repo = await scriptWorkspace();
    const wanted = {
      stage: 'announced',
      replacement: 'x',
      guide: 'MIGRATION.md',
      notice: 30,
      warnings: 90,
      ...more,
    } as const;
    await expect(take(repo, { wanted, on: '2026-01-01' })).rejects.toMatchObject({ code });
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('refuses a replacement that is deprecated too, an unknown script, and installed ones', async () => {
    await using repo = await scriptWorkspace();
    await take(repo, { wanted: 'announced', on: '2026-01-01' });
    const wanted = { stage: 'announced', replacement: 'old-check', guide: 'x', notice: 30, warnings: 90 } as const;
    await expect(take(repo, { wanted, on: '2026-01-01', script: 'new-check' })).rejects.toThrow('it is deprecated too');
    await expect(take(repo, { wanted, on: '2026-01-01', script: 'nope' })).rejects.toMatchObject({
      code: 'CDEV_E_CATALOGUE_UNKNOWN',
    });
    await using folder = await tempFolder({
      'package.json': '{ "name": "app", "version": "1.0.0" }',
      'node_modules/cdev-x/package.json': '{ "name": "cdev-x", "version": "1.0.0", "bin": "x.js", "cdev": {} }',
    });
    await expect(take(folder, { wanted, on: '2026-01-01', script: 'x' })).rejects.toMatchObject({
      code: 'CDEV_E_DEPRECATE_SCRIPT_NOT_OURS',
    });
  });
});

test('the bin tells status, plan and refusals', async () => {
  await using repo = await scriptWorkspace();
  const start = async (...argv: string[]) => transcript(await runBin('deprecate-script', argv, { cwd: repo.path }));
  expect(await start('status')).toContain('Nothing is deprecated here');
  expect(await start('announce', 'old-check', '--dry-run')).toContain('CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT');
  const planned = await start('announce', 'old-check', '--replacement', 'cdev-new-check', '--dry-run');
  expect(planned).toContain('old-check would be announced; nothing was changed (dry run)');
  expect(planned).toContain('+     "deprecation": {');
  await take(repo, { wanted: 'announced', on: '2026-01-01' });
  const status = await runBin('deprecate-script', ['status'], { cwd: repo.path });
  expect(status).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('→ cdev-deprecate-script warn old-check'),
  });
  expect(status.stdout.split('\n')[0]).toMatch(
    /^old-check {2}announced {2}use cdev-new-check {2}ends on 2026-05-01 {2}due$/,
  );
});

async function publish(repo: { path: string }, env: Readonly<Record<string, string>>): Promise<void> {
  await execa('npm', ['publish', '--access', 'public'], {
    cwd: join(repo.path, 'packages/old-check'),
    env: { ...env, npm_config_cache: join(repo.path, '.git/npm') },
  });
}
