import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeDistributionManifest } from '@cdev/distribution-manifest';
import { fakeGithub, fakeGithubToken, fakeService, type FakeGithub } from '@cdev/test-kit';
import { postpublish, type DeedOutcome, type PostpublishOptions, type ReleaseReport } from '../src/index.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

let release: PublishedRelease;
let github: FakeGithub;
let cli: Buffer;

beforeAll(async () => {
  release = await packedRelease();
  // The tags go to a remote on this machine; the manifest says that the repository is on GitHub.
  const manifest = { ...release.manifest, git: { ...release.manifest.git!, remote: 'git@github.com:acme/app.git' } };
  await writeDistributionManifest(release.manifestFile, manifest);
  for (const name of ['words', 'greet', 'cli']) {
    const bytes = await readFile(join(release.manifestFile, '..', release.one(name).tarball));
    await release.registry.put(bytes);
    cli = bytes;
  }
});
afterAll(async () => {
  await release[Symbol.asyncDispose]();
});
beforeEach(async () => {
  github = await fakeGithub();
  github.put('acme/app');
});
afterEach(async () => {
  await github.close();
});

async function start(options: Partial<PostpublishOptions>, env: Readonly<Record<string, string>> = {}) {
  const context = release.context({ env: { ...github.env, GITHUB_TOKEN: fakeGithubToken, ...env } });
  const { result, status } = await postpublish({ ...defaults, ...options }, context);
  expect(JSON.stringify(result)).not.toContain(fakeGithubToken);
  return { report: result as ReleaseReport, status, deeds: told((result as ReleaseReport).deeds) };
}

const told = (deeds: readonly DeedOutcome[]): readonly string[] =>
  deeds.map(({ deed, subject, status, detail }) => `${status} ${deed} ${subject}: ${detail}`);

describe('the release on GitHub', () => {
  const words = { packages: ['@acme/words'], only: ['visible', 'tag', 'release'] };

  test('has notes of the changelog, tarball and manifest; a second run changes nothing', async () => {
    const first = await start(words);
    expect(first.deeds[1]).toBe(
      'done release @acme/words@1.1.0: https://github.com/acme/app/releases/tag/%40acme%2Fwords%401.1.0 with acme-words-1.1.0.tgz, distribution-manifest.yaml',
    );
    const [made] = github.releases('acme/app');
    expect(made).toMatchObject({
      tag_name: '@acme/words@1.1.0',
      name: '@acme/words 1.1.0',
      draft: false,
      prerelease: false,
      body: '- Says hello.\n\n```sh\nnpm install @acme/words@1.1.0\n```\n',
    });
    expect(made?.assets.map(({ name, size }) => [name, size])).toEqual([
      ['acme-words-1.1.0.tgz', release.one('words').size],
      ['distribution-manifest.yaml', (await readFile(release.manifestFile)).length],
    ]);
    const requests = github.requests.length;
    const second = await start(words);
    expect(second.deeds[1]).toMatch(/^already release/);
    expect(second.report.changed).toBe(false);
    expect(github.requests.slice(requests).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('that was broken off while files were sent is a draft, and is gone on with', async () => {
    // Tag, list, draft, first file; then GitHub fails.
    github.script(undefined, undefined, undefined, undefined, { status: 502 });
    const first = await start(words);
    expect(first).toMatchObject({ status: 'findings' });
    expect(first.deeds[1]).toMatch(/^failed release @acme\/words@1\.1\.0: GitHub could not be asked for the file/);
    expect(github.releases('acme/app')).toMatchObject([{ draft: true, assets: [{ name: 'acme-words-1.1.0.tgz' }] }]);
    const second = await start(words);
    expect(second.deeds[1]).toMatch(/with distribution-manifest\.yaml$/);
    expect(github.releases('acme/app')).toMatchObject([{ draft: false, assets: [{}, {}] }]);
  });

  test.each<[object, string]>([
    [
      { status: 403, body: { message: 'Resource not accessible by integration' } },
      'GitHub answered 403 .*not accessible',
    ],
    [
      { status: 422, body: { message: 'Validation Failed', errors: [{ field: 'tag_name', code: 'invalid' }] } },
      'GitHub answered 422 .*Validation Failed: tag_name invalid',
    ],
    [{ status: 429, headers: { 'retry-after': '3600' } }, 'GitHub wants no more requests until'],
    [{ status: 500 }, 'it answered 500'],
  ])('that GitHub refuses with %j is told, made once, and made by the next run', async (answer, message) => {
    // Tag and list; then the draft is refused.
    github.script(undefined, undefined, answer);
    const first = await start(words);
    expect(first.status).toBe('findings');
    expect(first.deeds[1]).toMatch(new RegExp(`^failed release .*${message}`));
    expect(github.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect((await start(words)).deeds[1]).toMatch(/^done release/);
    expect(github.releases('acme/app')).toHaveLength(1);
  });

  test('whose file is another one is mended', async () => {
    await start(words);
    const [made] = github.releases('acme/app');
    const tarball = made?.assets.find(({ name }) => name.endsWith('.tgz'));
    Object.assign(tarball!, { digest: `sha256:${'0'.repeat(64)}` });
    expect((await start(words)).deeds[1]).toMatch(/done .* with acme-words-1\.1\.0\.tgz$/);
    expect(github.releases('acme/app')[0]?.assets).toHaveLength(2);
  });

  test('without changelog lists the commits since the last tag, and only those of the package', async () => {
    await release.repo.git('tag', '@acme/greet@1.0.0', 'HEAD');
    const { report } = await start({ packages: ['@acme/greet'], only: ['visible', 'tag', 'release'] });
    expect(report.outcome).toBe('complete');
    expect(github.releases('acme/app')[0]?.body).toMatch(/^No changes of its own\./);
    await release.repo.git('tag', '-d', '@acme/greet@1.0.0');
  });

  test("has GitHub's own notes behind ours when that is asked for, since the last tag of the package", async () => {
    await release.repo.git('tag', '@acme/words@1.0.0', 'HEAD');
    await release.repo.git('tag', '@acme/cli@1.0.9', 'HEAD');
    expect((await start({ ...words, githubNotes: true })).deeds[1]).toMatch(/^done release/);
    expect(github.releases('acme/app')[0]?.body).toBe(
      '- Says hello.\n\n```sh\nnpm install @acme/words@1.1.0\n```\n\n**Full Changelog**: https://github.com/acme/app/compare/@acme/words@1.0.0...@acme/words@1.1.0',
    );
    await release.repo.git('tag', '-d', '@acme/words@1.0.0', '@acme/cli@1.0.9');
  });

  test('what is missing or refused is told: no token, a wrong one, another service', async () => {
    const none = await start(words, { GITHUB_TOKEN: '', PATH: '/nowhere:/usr/bin:/bin' });
    expect(none.deeds[1]).toMatch(/^not-run release .*there is no token for GitHub/);
    expect(none.report.outcome).toBe('complete');
    const wrong = await start(words, { GITHUB_TOKEN: 'ghp_wrong' });
    expect(wrong.deeds[1]).toMatch(/^failed release .*GitHub answered 401 .*Bad credentials/);
    expect(JSON.stringify(wrong.report)).not.toContain('ghp_wrong');
    await release.repo.git('tag', '-d', '@acme/words@1.1.0');
    await expect(start(words, { GITHUB_API_URL: 'http://example.org' })).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_ADDRESS_INVALID',
      message: expect.stringContaining('GITHUB_API_URL'),
    });
    await expect(start({ ...words, tagFormat: 'release {name}' })).rejects.toMatchObject({
      message: expect.stringContaining('--tag-format cannot be "release {name}"'),
    });
    expect(await release.repo.git('tag', '--list', '@acme/words@1.1.0')).toBe('');
  });
});

describe('what is written and told', () => {
  test('a changelog without the version gets a section when that is asked for, once', async () => {
    const file = join(release.repo.path, 'packages/cli/CHANGELOG.md');
    const changelog = { packages: ['@acme/cli'], only: ['visible', 'changelog'] };
    expect((await start(changelog)).deeds[0]).toMatch(/^not-run .*has no section for 1\.1\.0/);
    await writeFile(file, '# @acme/cli\n\nAll of it.\n\n## [1.0.0] - 2025-01-01\n\n- First.\n');
    expect((await start({ ...changelog, writeChangelog: true })).deeds[0]).toMatch(/^done changelog @acme\/cli/);
    expect(await readFile(file, 'utf8')).toMatch(
      /^# @acme\/cli\n\nAll of it\.\n\n## 1\.1\.0\n\n- Begin \(\w+\)\n\n## \[1\.0\.0\]/,
    );
    expect((await start({ ...changelog, writeChangelog: true })).deeds[0]).toMatch(/^already changelog/);
  });

  test('a page for the documentation is the same each time', async () => {
    const docs = { packages: ['@acme/words'], only: ['visible', 'docs'], docs: 'docs/releases' };
    expect((await start({ ...docs, isDryRun: true })).deeds[0]).toMatch(/^planned docs/);
    expect((await start(docs)).deeds[0]).toMatch(/^done docs .*docs\/releases\/acme-words-1\.1\.0\.md written/);
    const page = await readFile(join(release.repo.path, 'docs/releases/acme-words-1.1.0.md'), 'utf8');
    expect(page).toContain(`| @acme/words | 1.1.0 | latest |`);
    expect(page).toContain(release.one('words').integrity);
    expect(page).toContain('- Says hello.');
    expect((await start(docs)).deeds[0]).toMatch(/^already docs/);
  });

  test('a webhook is told once, also when the run was broken off; its address is a secret', async () => {
    await using hook = await fakeService(() => ({ status: 200 }));
    const notify = `${hook.url}/services/T0/secret-part`;
    const words = { packages: ['@acme/words'], only: ['visible', 'notify'], notify };
    const first = await start(words);
    expect(first.deeds[0]).toMatch(/^done notify @acme\/words@1\.1\.0: told 127\.0\.0\.1/);
    expect(JSON.parse(hook.requests[0]?.body ?? '')).toEqual({ text: 'Released @acme/words 1.1.0 (latest)' });
    expect((await start(words)).deeds[0]).toMatch(/^already notify .*sent 2026/);
    expect(hook.requests).toHaveLength(1);
    hook.script({ status: 500 });
    const refused = await start({ ...words, packages: ['@acme/greet'], notifyFormat: 'json' });
    expect(refused.deeds[0]).toMatch(/^failed notify .* answered 500/);
    expect(JSON.stringify(refused.report)).not.toContain('secret-part');
    const unsure = await start({ ...words, packages: ['@acme/greet'] });
    expect(unsure.deeds[0]).toMatch(/^not-run notify .*it may have arrived/);
    expect((await start({ ...words, packages: ['@acme/greet'], notifyFormat: 'json', again: true })).deeds[0]).toMatch(
      /^done/,
    );
    expect(JSON.parse(hook.requests.at(-1)?.body ?? '')).toMatchObject({
      event: 'release',
      packages: [{ name: '@acme/greet', version: '1.1.0', distTag: 'latest' }],
    });
    await expect(start({ ...words, notify: 'http://example.org/x' })).rejects.toMatchObject({
      code: 'CDEV_E_POSTPUBLISH_OPTION_INVALID',
      message:
        '--notify cannot be "http://example.org": it must be an address that begins with https:// and has no password in it',
    });
  });

  test('older versions in the range are deprecated, newer and others never; a second time there is nothing to do', async () => {
    for (const version of ['0.9.0', '1.0.0', '1.2.0'])
      await release.registry.put(await otherTarball(cli, {}, version), 'other');
    const range = { packages: ['@acme/cli'], only: ['visible', 'deprecate'], deprecate: '>=1.0.0' };
    expect((await start({ ...range, isDryRun: true })).deeds).toEqual([
      'planned deprecate @acme/cli: deprecate 1.0.0: "Superseded, use 1.1.0 or later"',
    ]);
    expect((await start(range)).deeds).toEqual([
      'done deprecate @acme/cli: 1.0.0 deprecated: "Superseded, use 1.1.0 or later"',
    ]);
    const versions = release.registry.packument('@acme/cli')?.versions ?? {};
    expect(Object.entries(versions).map(([version, { deprecated }]) => [version, deprecated])).toEqual([
      ['1.1.0', undefined],
      ['0.9.0', undefined],
      ['1.0.0', 'Superseded, use 1.1.0 or later'],
      ['1.2.0', undefined],
    ]);
    expect((await start(range)).deeds).toEqual(['already deprecate @acme/cli: 1.0.0 deprecated']);
    await expect(start({ ...range, deprecate: 'all' })).rejects.toMatchObject({
      code: 'CDEV_E_POSTPUBLISH_OPTION_INVALID',
    });
  });
});
