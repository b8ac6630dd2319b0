import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context } from '@cdev/core/cli';
import { postpublish, type PostpublishOptions, type ReleaseReport } from '../src/index.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

// Real npm and pnpm publish and install here.
jest.setTimeout(180_000);

const names = ['words', 'greet', 'cli'] as const;
/** What a change in the registry can show in, without installing. */
const quick = ['visible', 'integrity', 'dist-tag', 'size', 'tag'] as const;

let release: PublishedRelease;
const tarballs = new Map<string, Buffer>();

beforeAll(async () => {
  release = await packedRelease();
  for (const name of names) {
    await release.publish(name);
    tarballs.set(name, await readFile(join(dirname(release.manifestFile), release.one(name).tarball)));
  }
});
afterAll(async () => {
  await release[Symbol.asyncDispose]();
});

/** The registry as the publish left it, and no trace of an earlier run. */
beforeEach(async () => {
  release.registry.clearFaults();
  for (const name of names) {
    release.registry.remove(`@acme/${name}`);
    await release.registry.put(tarballs.get(name)!);
  }
  await rm(join(dirname(release.manifestFile), 'postpublish-journal.ndjson'), { force: true });
  for (const name of names) await removeTag(`@acme/${name}@1.1.0`);
});

async function removeTag(tag: string): Promise<void> {
  await release.repo.git('tag', '-d', tag).catch(() => {});
  await release.repo.git('push', '-q', 'origin', `:refs/tags/${tag}`).catch(() => {});
}

async function start(options: Partial<PostpublishOptions> = {}, context: Context = release.context()) {
  const { result, status } = await postpublish({ ...defaults, only: quick, ...options }, context);
  const report = result as ReleaseReport;
  return {
    report,
    status,
    outcome: report.outcome,
    check: (name: string, check: string) =>
      report.packages.find((one) => one.name === `@acme/${name}`)?.checks.find((found) => found.check === check),
  };
}

async function expectComplete(options: Partial<PostpublishOptions> = {}): Promise<void> {
  const { report, status } = await start(options);
  expect(report.packages.flatMap(({ checks }) => checks.filter((check) => check.status === 'failed'))).toEqual([]);
  expect({ outcome: report.outcome, status }).toEqual({ outcome: 'complete', status: 'ok' });
  expect(report.deeds.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  expect(await release.repo.git('ls-remote', '--tags', 'origin')).toContain('refs/tags/@acme/cli@1.1.0^{}');
}

describe('a workspace of three packages, really published', () => {
  test('is complete: every check, from the digest to npx, holds; and a second run changes nothing', async () => {
    const first = await start({ only: [] });
    expect(first.outcome).toBe('complete');
    const statuses = (report: ReleaseReport): unknown =>
      report.packages.map(({ checks }) => Object.fromEntries(checks.map(({ check, status }) => [check, status])));
    const common = { visible: 'passed', integrity: 'passed', 'dist-tag': 'passed', size: 'passed' };
    const installed = { 'install-npm': 'passed', 'install-pnpm': 'passed' };
    // The registry has neither keys nor attestations.
    const unknown = { signatures: 'not-run', provenance: 'not-run' };
    const library = { bins: 'not-run', npx: 'not-run', imports: 'passed', types: 'passed' };
    expect(statuses(first.report)).toEqual([
      { ...common, ...unknown, ...installed, ...library },
      { ...common, ...unknown, ...installed, ...library },
      { ...common, ...unknown, ...installed, bins: 'passed', npx: 'passed', imports: 'not-run', types: 'not-run' },
    ]);
    expect(first.report.changed).toBe(true);

    const requests = release.registry.requests.length;
    const second = await start({ only: [] });
    expect(second.report.changed).toBe(false);
    expect(statuses(second.report)).toEqual(statuses(first.report));
    expect(second.report.deeds.filter(({ deed }) => deed === 'tag').map(({ status }) => status)).toEqual([
      'already',
      'already',
      'already',
    ]);
    expect(release.registry.requests.slice(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('a dry run says what would be done, and leaves no trace', async () => {
    const { report, status } = await start({ isDryRun: true });
    expect({ status, outcome: report.outcome, changed: report.changed }).toEqual({
      status: 'ok',
      outcome: 'planned',
      changed: false,
    });
    expect(report.deeds.map(({ status }) => status)).toEqual(['planned', 'planned', 'planned']);
    expect(await release.repo.git('tag', '--list')).toBe('');
    await expect(readFile(report.journal!)).rejects.toThrow('ENOENT');
  });
});

describe('sabotaged', () => {
  test('1. another tarball: it says which files differ, starts nothing of it, and tags nothing', async () => {
    const other = await otherTarball(tarballs.get('words')!, { 'index.js': 'export const hello = () => "bye";\n' });
    release.registry.remove('@acme/words');
    await release.registry.put(other);
    const first = await start({ only: [...quick, 'install-npm', 'imports'] });
    expect(first).toMatchObject({ outcome: 'failed', status: 'findings' });
    expect(first.check('words', 'integrity')).toMatchObject({
      status: 'failed',
      detail: 'another tarball than the one that was packed: it has another index.js',
    });
    expect(first.check('words', 'imports')).toMatchObject({ status: 'not-run' });
    expect(first.report.next).toContain('npm deprecate @acme/words@1.1.0 "Broken, use 1.1.1"');
    expect(new Set(first.report.deeds.map(({ detail }) => detail))).toEqual(
      new Set(['held back: integrity of @acme/words@1.1.0 failed']),
    );
    expect(await release.repo.git('tag', '--list')).toBe('');

    release.registry.remove('@acme/words');
    await release.registry.put(tarballs.get('words')!);
    await expectComplete();
  });

  test('2. a wrong tag: it says where users are led, and --mend leads them right', async () => {
    release.registry.remove('@acme/cli');
    await release.registry.put(await otherTarball(tarballs.get('cli')!, {}, '1.0.0'));
    await release.publish('cli', { tag: 'next' });
    const first = await start();
    expect(first.outcome).toBe('failed');
    expect(first.check('cli', 'dist-tag')).toMatchObject({
      status: 'failed',
      detail: 'latest leads to 1.0.0, not to 1.1.0; it is under next',
      steps: ['npm dist-tag add @acme/cli@1.1.0 latest', 'If that tag is not wanted: npm dist-tag rm @acme/cli next'],
    });
    const second = await start({ mend: true }, release.context({ answers: ['y'] }));
    expect(second.outcome).toBe('complete');
    expect(second.report.mends).toMatchObject([{ mend: 'dist-tag', subject: '@acme/cli@1.1.0', status: 'done' }]);
    expect(release.registry.packument('@acme/cli')?.['dist-tags']).toMatchObject({ latest: '1.1.0' });
  });

  test('3. a missing file', async () => {
    release.registry.remove('@acme/cli');
    await release.registry.put(await otherTarball(tarballs.get('cli')!, { 'data.json': undefined }));
    const first = await start();
    expect(first.check('cli', 'integrity')?.detail).toBe(
      'another tarball than the one that was packed: it lacks data.json',
    );
    release.registry.remove('@acme/cli');
    await release.registry.put(tarballs.get('cli')!);
    await expectComplete();
  });

  test('4. half of the packages: what is missing is told with its command, and --mend publishes just that', async () => {
    release.registry.remove('@acme/greet');
    release.registry.remove('@acme/cli');
    const first = await start({ only: [...quick, 'install-npm'] });
    expect(first).toMatchObject({ outcome: 'incomplete', status: 'findings' });
    expect(first.report.packages.map(({ state }) => state)).toEqual(['visible', 'absent', 'absent']);
    expect(first.check('words', 'install-npm')?.status).toBe('passed');
    expect(first.report.next[0]).toBe('npm publish ./acme-greet-1.1.0.tgz --tag latest');

    await expect(start({ mend: true }, release.context({ answers: ['n'] }))).rejects.toMatchObject({
      code: 'CDEV_E_CLI_DECLINED',
    });
    expect(release.registry.packument('@acme/greet')).toBeUndefined();

    const requests = release.registry.requests.length;
    const second = await start({ mend: true }, release.context({ yes: true }));
    expect(second.outcome).toBe('complete');
    expect(second.report.mends.map(({ subject, status }) => [subject, status])).toEqual([
      ['@acme/greet@1.1.0', 'done'],
      ['@acme/cli@1.1.0', 'done'],
    ]);
    const puts = release.registry.requests.slice(requests).filter((line) => line.startsWith('PUT'));
    expect(puts.map((line) => decodeURIComponent(line))).toEqual(['PUT /@acme/greet', 'PUT /@acme/cli']);
  });

  test('5. a dependency that is missing is named where it breaks the installation', async () => {
    release.registry.remove('@acme/words');
    const { outcome, check } = await start({ only: [...quick, 'install-npm'], accepted: true });
    expect(outcome).toBe('failed');
    expect(check('words', 'visible')).toMatchObject({ status: 'not-run' });
    expect(check('cli', 'install-npm')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('@acme/words'),
      steps: ['npm publish ./acme-words-1.1.0.tgz --tag latest'],
    });
  });

  test('6. the registry answers 500: no verdict, no tag, status pending; complete when it works again', async () => {
    release.registry.fault({ kind: 'status', status: 503, path: '@acme/greet' });
    release.registry.fault({ kind: 'status', status: 503, path: '@acme/greet/1.1.0' });
    const first = await start();
    expect(first).toMatchObject({ outcome: 'registry-failing', status: 'pending' });
    expect(first.report.packages.map(({ state }) => state)).toEqual(['visible', 'unknown', 'visible']);
    expect(await release.repo.git('tag', '--list')).toBe('');
    release.registry.clearFaults();
    await expectComplete();
  });

  test('7. the registry is slow, and fails now and then: waited for', async () => {
    release.registry.fault({ kind: 'slow', milliseconds: 150 });
    release.registry.fault({ kind: 'status', status: 502, path: /^@acme\/cli/, times: 2 });
    release.registry.fault({ kind: 'truncate', path: /\.tgz$/, times: 1 });
    const before = release.registry.requests.length;
    await expectComplete({ maxWait: 20_000 });
    const fetched = release.registry.requests.slice(before).filter((line) => line.endsWith('.tgz'));
    // Three tarballs, and the one that was broken off again.
    expect(fetched).toHaveLength(4);
  });

  test('8. accepted, not yet visible: an outcome of its own, never published again, complete once it shows', async () => {
    release.registry.fault({ kind: 'hide', name: '@acme/cli', version: '1.1.0' });
    const requests = release.registry.requests.length;
    const first = await start({ accepted: true, mend: true });
    expect(first).toMatchObject({ outcome: 'not-yet-visible', status: 'pending' });
    expect(first.check('cli', 'visible')).toMatchObject({
      status: 'not-run',
      steps: expect.arrayContaining(['Run the same command again; do not publish it again']),
    });
    expect(release.registry.requests.slice(requests).some((line) => line.startsWith('PUT'))).toBe(false);
    release.registry.clearFaults();
    release.registry.fault({ kind: 'hide', name: '@acme/cli', version: '1.1.0', times: 6 });
    await expectComplete({ maxWait: 30_000 });
  });

  test('9. a version that was visible and is not any more is told from one that never was', async () => {
    await expectComplete();
    release.registry.fault({ kind: 'hide', name: '@acme/cli', version: '1.1.0' });
    const { outcome, check } = await start();
    expect(outcome).toBe('not-yet-visible');
    expect(check('cli', 'visible')?.detail).toMatch(/accepted, not yet visible \(it was visible, 2026/);
  });

  test('10. the dist-tag moved: back is a failure that --mend sets right, on is told and holds', async () => {
    await expectComplete();
    await release.registry.put(await otherTarball(tarballs.get('greet')!, {}, '1.0.0'));
    const first = await start();
    expect(first.outcome).toBe('failed');
    expect(first.check('greet', 'dist-tag')?.detail).toBe(
      'latest leads to 1.0.0, not to 1.1.0; no dist-tag leads to it',
    );
    expect((await start({ mend: true }, release.context({ yes: true }))).outcome).toBe('complete');
    await release.registry.put(await otherTarball(tarballs.get('greet')!, {}, '1.2.0'));
    const later = await start();
    expect(later.outcome).toBe('complete');
    expect(later.check('greet', 'dist-tag')).toMatchObject({
      status: 'warning',
      detail: 'latest has moved on to 1.2.0; no dist-tag leads to it',
    });
  });

  test('11. the tag is there on another commit, here or at the remote: it is never moved', async () => {
    const packed = await release.repo.git('rev-parse', 'HEAD');
    const other = await release.repo.git('commit-tree', `${packed}^{tree}`, '-p', packed, '-m', 'Other');
    await release.repo.git('push', '-q', 'origin', `${other}:refs/tags/@acme/greet@1.1.0`);
    const first = await start();
    expect(first.outcome).toBe('failed');
    expect(first.report.deeds.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
    expect(first.report.deeds[1]?.detail).toBe(
      `the tag is there already on another commit: at origin on ${other.slice(0, 12)}; packed was ${packed.slice(0, 12)}`,
    );
    expect(first.report.next.join('\n')).toContain('git push origin :refs/tags/@acme/greet@1.1.0');
    expect(await release.repo.git('ls-remote', 'origin', 'refs/tags/@acme/greet@1.1.0')).toContain(other);
    await removeTag('@acme/greet@1.1.0');
    const second = await start();
    expect(second.outcome).toBe('complete');
    expect(second.report.deeds.map(({ status }) => status)).toEqual(['already', 'done', 'already']);
  });

  test('12. a journal that a kill tore is gone on with', async () => {
    const { report } = await start({ only: ['imports'] });
    const text = await readFile(report.journal!, 'utf8');
    await writeFile(report.journal!, text.slice(0, -25));
    const { report: second, outcome } = await start({ only: ['imports'] });
    expect(outcome).toBe('complete');
    const kept = second.packages.flatMap(({ checks }) =>
      checks.map(({ check, since }) => [check, since !== undefined]),
    );
    // The last line was that of a check of the last package that has something to import; only that was tried again.
    expect(kept.filter(([check]) => check === 'imports').filter(([, isKept]) => isKept)).toHaveLength(1);
    expect((await readFile(report.journal!, 'utf8')).split('\n').filter((line) => line !== '')).toHaveLength(
      text.split('\n').filter((line) => line !== '').length + 1,
    );
  });
});
