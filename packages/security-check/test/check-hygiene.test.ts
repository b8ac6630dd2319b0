import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { tempRepo } from '@cdev/test-kit';
import { check, good, lockOf, manifest, told, withLock } from './hygiene-check.ts';

describe('files', () => {
  test('a well kept package has nothing', async () => {
    expect(
      await told(
        { ...withLock({ 'node_modules/a': good }), '.gitignore': '.env\n', '.env.example': 'KEY=\n' },
        { '.env': 'KEY=1\n' },
      ),
    ).toEqual([]);
    expect(await told({ 'README.md': 'no package' })).toEqual([]);
  });
  test('files for secrets that git has or would take; the mend ignores them once', async () => {
    const files = {
      '.env': `API_KEY=${fillExample('{a62:24}', 3)}\n`,
      'test/.env': 'A=\n',
      'web/.env.production': 'VITE_TITLE=Shop\n',
      '.env.license': 'SPDX-License-Identifier: MIT\n',
      'integration-tests/a.jks': 'a',
    };
    expect(await told(files, { id_rsa: 'key\n' })).toEqual([
      'warning secret-file-not-ignored id_rsa',
      'warning tracked-secret-file .env',
      'note tracked-secret-file integration-tests/a.jks',
      'note tracked-secret-file test/.env',
      'note tracked-secret-file web/.env.production',
    ]);
    await using repo = await tempRepo({ '.env': 'A=\n' });
    const fix = (await check(repo.path)).issues[0]?.fix;
    expect(fix?.file).toBe('.gitignore');
    expect(fix?.apply('node_modules')).toBe('node_modules\n/.env\n');
    expect(fix?.apply('/.env\n')).toBe('/.env\n');
  });
  test('what is published', async () => {
    expect(await told({ 'package.json': '{"name":"shop","version":"1.0.0"}' })).toEqual([
      'note publishes-everything package.json',
    ]);
    expect(
      await told({
        'package.json': '{"name":"shop","version":"1.0.0"}',
        '.npmignore': 'test\n',
        '.gitignore': '.env\nnode_modules\n',
      }),
    ).toEqual(['warning npmignore-forgets .npmignore']);
    expect(
      await told({
        'package.json': '{"name":"shop","version":"1.0.0"}',
        '.npmignore': '.env\n',
        '.gitignore': '.env\n',
      }),
    ).toEqual([]);
  });
  test.each([
    ['#.env\n', true],
    ['.env.local\n', true],
    ['.*\n!.env\n', true],
    ['.env*\n', false],
    ['/.env\n', false],
    ['**/.env\n', false],
    ['.*\n', false],
    ['!.env\n*\n', false],
  ])('an .npmignore of %j', async (text, isPublished) => {
    const files = {
      'package.json': '{"name":"shop","version":"1.0.0"}',
      '.gitignore': '.env\n.npmrc\n',
      '.npmignore': text,
    };
    expect(await told(files)).toEqual(isPublished ? ['warning npmignore-forgets .npmignore'] : []);
  });
});

describe('dependencies and scripts', () => {
  test.each([
    ['git+https://github.com/a/b.git', 'warning git-dependency'],
    ['a/b', 'warning git-dependency'],
    [`github:a/b#${'a'.repeat(40)}`, 'note git-dependency'],
    ['https://example.org/a.tgz', 'warning url-dependency'],
    ['http://example.org/a.tgz', 'error url-dependency'],
    ['*', 'warning any-version'],
    ['latest', 'warning any-version'],
  ])('%s', async (range, expected) => {
    const found = await told({
      'package.json': manifest({ dependencies: { a: range } }),
      'package-lock.json': lockOf({}),
    });
    expect(found).toEqual([`${expected} package.json:8`]);
  });
  test('any version of types is taken by custom', async () => {
    const files = { 'package.json': manifest({ dependencies: { '@types/node': '*' } }) };
    expect(await told({ ...files, 'package-lock.json': lockOf({}) })).toEqual(['note any-version package.json:8']);
  });
  test.each(['^1.0.0', '1.x', 'workspace:^', 'npm:b@^1.0.0', 'file:../b'])('not: %s', async (range) => {
    expect(
      await told({ 'package.json': manifest({ dependencies: { a: range } }), 'package-lock.json': lockOf({}) }),
    ).toEqual([]);
  });
  test('any version of a package of the workspace is the one beside it, unless both are published', async () => {
    const member = (name: string, more: object): string =>
      JSON.stringify({ name, version: '1.0.0', ...more }, undefined, 2);
    const files = {
      'package.json': member('top', { private: true, workspaces: ['a', 'b', 'c'] }),
      'a/package.json': member('a', { dependencies: { b: '*', c: '*' } }),
      'b/package.json': member('b', { private: true, dependencies: { a: '*' } }),
      'c/package.json': member('c', {}),
      'package-lock.json': lockOf({}),
    };
    expect((await told(files)).filter((each) => each.includes('any-version'))).toEqual([
      'note any-version a/package.json:6',
    ]);
  });
  test('scripts at installation, and what scripts do', async () => {
    expect(await told({ 'package.json': manifest({ scripts: { postinstall: 'node build.js' } }) })).toEqual([
      'note install-script package.json:8',
    ]);
    expect(
      await told({ 'package.json': manifest({ scripts: { postinstall: 'curl https://example.org/x -o x' } }) }),
    ).toEqual(['error install-script package.json:8']);
    expect(
      await told({
        'package.json': manifest({ private: true, scripts: { start: 'NODE_TLS_REJECT_UNAUTHORIZED=0 node a.js' } }),
      }),
    ).toEqual(['error shell-insecure-download package.json:9']);
  });
});

describe('lock file', () => {
  test.each([
    ['lock-insecure-address', 'error', { ...good, resolved: 'http://packages.example.org/a/-/a-1.0.0.tgz' }],
    ['lock-other-package', 'error', { ...good, resolved: 'https://packages.example.org/evil/-/evil-1.0.0.tgz' }],
    ['lock-insecure-address', 'error', { ...good, resolved: 'git+http://packages.example.org/a.git' }],
    ['lock-other-package', 'error', { ...good, version: '1.0.1' }],
    ['lock-without-hash', 'warning', { version: '1.0.0', resolved: good.resolved }],
    ['lock-without-hash', 'warning', { ...good, integrity: 'sha999-AAAA' }],
    ['lock-other-registry', 'warning', { ...good, resolved: 'https://[/a/-/a-1.0.0.tgz' }],
    ['lock-other-package', 'error', { ...good, resolved: 'https://packages.example.org/%zz/-/a-1.0.0.tgz' }],
  ])('%s', async (rule, level, entry) => {
    const found = await told(
      withLock({
        'node_modules/a': entry,
        'node_modules/b': { ...good, resolved: 'https://packages.example.org/b/-/b-1.0.0.tgz' },
      }),
    );
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${level} ${rule} package-lock\\.json:\\d+$`))]);
  });
  test('another registry than the rest; a scope of its own registry is meant so', async () => {
    const at = (name: string, host = 'packages.example.org'): object => ({
      ...good,
      resolved: `https://${host}/${name}/-/${name.split('/').at(-1)}-1.0.0.tgz`,
    });
    const usual = { 'node_modules/b': at('b'), 'node_modules/c': at('c') };
    expect(await told(withLock({ 'node_modules/a': at('a', 'evil.example'), ...usual }))).toEqual([
      expect.stringMatching(/^warning lock-other-registry/),
    ]);
    const scope = withLock({ 'node_modules/@own/a': at('@own/a', 'npm.own.example'), ...usual });
    expect(await told({ ...scope, '.npmrc': '@own:registry=https://npm.own.example/\n' })).toEqual([]);
    // Written down by nobody it may be meant, or be what a pull request put there.
    expect(await told(scope)).toEqual([expect.stringMatching(/^note lock-other-registry/)]);
    const mirrors = {
      'node_modules/d': at('d', 'registry.yarnpkg.com'),
      'node_modules/e': at('e', 'registry.npmjs.org'),
    };
    expect(await told(withLock(mirrors))).toEqual([]);
  });
  test('one in another folder is looked at too', async () => {
    const { 'package-lock.json': text } = withLock({ 'node_modules/a': { ...good, version: '1.0.1' } });
    expect(await told({ 'site/package-lock.json': text as string })).toEqual([
      expect.stringMatching(/^error lock-other-package site\/package-lock\.json:/),
    ]);
    expect(
      await told({
        'Gemfile.lock': 'GIT\n  remote: git://git.example/a.git\n  specs:\n    a (1.0)\n\nDEPENDENCIES\n  a!\n',
      }),
    ).toEqual([expect.stringMatching(/^error lock-insecure-address Gemfile\.lock/)]);
  });
  test('an alias is no other package', async () => {
    const packages = {
      'node_modules/a': { ...good, name: 'b', resolved: 'https://packages.example.org/b/-/b-1.0.0.tgz' },
    };
    expect(await told(withLock(packages))).toEqual([]);
  });
  test('none, two, and one that is broken', async () => {
    const dependencies = { a: '^1.0.0' };
    expect(await told({ 'package.json': manifest({ private: true, dependencies }) })).toEqual([
      'warning lock-missing package.json',
    ]);
    expect(await told({ ...withLock({ 'node_modules/a': good }), 'yarn.lock': '# yarn lockfile v1\n' })).toContain(
      'note lock-twice yarn.lock',
    );
    await using repo = await tempRepo({ 'package.json': manifest({ dependencies }), 'package-lock.json': '{ broken' });
    const { checks } = await check(repo.path);
    expect(checks.find(({ check }) => check === 'hygiene')).toMatchObject({ status: 'partly' });
  });
});

describe('who publishes', () => {
  const workflow = (on: string, more = ''): string =>
    `on: ${on}\njobs:\n  a:\n    runs-on: x\n${more}    steps:\n      - run: npm publish\n`;
  const files = (text: string): Record<string, string> => ({
    'package.json': manifest({}),
    '.github/workflows/release.yml': text,
    '.github/CODEOWNERS': '* @ada\n',
  });
  const silent = workflow('release', '    permissions: { id-token: write }\n');
  const nobody = 'note workflows-without-owner .github/workflows/release.yml';
  test.each([
    ['* @ada\n', []],
    ['src/ @ada\n/.github/ @org/team\n', []],
    ['release.yml ada@example.org\n', []],
    ['**/workflows/* @ada\n', []],
    ['src/ @ada\n', [nobody]],
    // The last line that matches decides, and one that names nobody takes its owners away.
    ['* @ada\n/.github/\n', [nobody]],
    ['/.github/workflows/release.yml\n* @ada\n', []],
    // An extension, and a folder of that name elsewhere, are other files.
    ['*.js @ada\n', [nobody]],
    ['/docs/.github/ @ada\n', [nobody]],
    ['/.github/*.md @ada\n', [nobody]],
    // No pattern in GitHub's words, and no owner.
    ['!/.github/ @ada\n# * @ada\n', [nobody]],
    ['* ada\n', [nobody]],
  ])('CODEOWNERS %j', async (owners, expected) => {
    expect(await told({ ...files(silent), '.github/CODEOWNERS': owners })).toEqual(expected);
  });

  test('a workflow that publishes and has no owner beside one that has, and the file that GitHub reads', async () => {
    const other = { '.github/workflows/again.yml': silent };
    expect(await told({ ...files(silent), ...other, '.github/CODEOWNERS': 'again.yml @ada\n' })).toEqual([nobody]);
    expect(await told({ ...files(silent), '.github/CODEOWNERS': 'src @ada\n', CODEOWNERS: '* @ada\n' })).toEqual([
      nobody,
    ]);
  });

  test('any branch, without provenance, without review', async () => {
    expect(await told(files(workflow('push')))).toEqual([
      'warning publishes-any-branch .github/workflows/release.yml:6',
      'note no-provenance .github/workflows/release.yml:6',
    ]);
    expect(
      await told({
        ...files(workflow('release', '    permissions: { id-token: write }\n')),
        '.github/CODEOWNERS': 'src @ada\n',
      }),
    ).toEqual(['note workflows-without-owner .github/workflows/release.yml']);
    expect(await told(files(workflow('release', '    permissions: { id-token: write }\n')))).toEqual([]);
  });
});

test('it is not run on what is staged, and says why', async () => {
  await using repo = await tempRepo({ '.env': '' });
  const { checks } = await check(repo.path, { staged: true });
  expect(checks.find(({ check }) => check === 'hygiene')).toMatchObject({
    status: 'not-run',
    detail: expect.stringContaining('as a whole') as unknown,
  });
});
