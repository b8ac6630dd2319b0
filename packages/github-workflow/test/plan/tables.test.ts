import { describe, expect, test } from '@jest/globals';
import { satisfiesVersion } from '../../src/actions/satisfies-version.ts';
import { describeCombination, expandMatrix } from '../../src/plan/expand-matrix.ts';
import { matchesFilter } from '../../src/plan/filter-pattern.ts';
import { findDeed } from '../../src/plan/find-deed.ts';
import { slugOf } from '../../src/plan/repository-facts.ts';
import { harmlessSettings } from '../../src/run/home-folder.ts';
import { createMask } from '../../src/run/mask.ts';

describe('expandMatrix', () => {
  const fruit = {
    fruit: ['apple', 'pear'],
    animal: ['cat', 'dog'],
    include: [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  };
  test('includes as the documentation of GitHub has it', () => {
    expect(expandMatrix(fruit)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });
  test.each([
    ['an exclusion of one value', { a: [1, 2], b: [3, 4], exclude: [{ a: 1 }] }, ['2, 3', '2, 4']],
    ['an exclusion of all its values', { a: [1, 2], b: [3], exclude: [{ a: 1, b: 3 }] }, ['2, 3']],
    ['inclusions alone', { include: [{ a: 1 }, { a: 2 }] }, ['1', '2']],
    ['objects', { a: [{ x: 1, y: [2, 3] }] }, ['1, 2, 3']],
    ['an empty list', { a: [] }, []],
  ])('%s', (_, matrix, expected) => {
    expect(expandMatrix(matrix).map(describeCombination)).toEqual(expected);
  });
  test.each([[{ a: 'x' }], [[1]], [{ include: [1] }], [{ a: Array.from({ length: 257 }, (_, n) => n) }]])(
    'refuses %j',
    (matrix) => {
      expect(() => expandMatrix(matrix)).toThrow(/matrix/);
    },
  );
});

test.each([
  ['main', ['main'], true],
  ['feature/a', ['feature/*'], true],
  ['feature/a/b', ['feature/*'], false],
  ['feature/a/b', ['feature/**'], true],
  ['releases/10-alpha', ['releases/**', '!releases/**-alpha'], false],
  ['releases/10-alpha', ['!releases/**-alpha', 'releases/**'], true],
  ['v1.2', ['v[12].[0-9]+'], true],
  ['v3.2', ['v[12].[0-9]+'], false],
  ['docs/a.md', ['**.md'], true],
  ['a.md', ['**/*.md'], true],
  ['src/a.js', ['*.js'], false],
  ['src/a.jsx', ['**.jsx?'], true],
  ['src/a.js', ['**.jsx?'], true],
  ['a+b', ['a\\+b'], true],
])('the filter matches %s with %j: %s', (name, patterns, expected) => {
  expect(matchesFilter(name, patterns)).toBe(expected);
});

const both = new Set(['outside', 'machine'] as const);
const scripts: Readonly<Record<string, string>> = {
  ship: 'npm run build && npm publish',
  build: 'tsc',
  loop: 'npm run loop',
  release: 'changeset publish',
};

describe('findDeed', () => {
  test.each([
    'npm publish',
    'npm publish --access public',
    'pnpm -r publish --no-git-checks',
    'yarn npm publish',
    'NODE_AUTH_TOKEN=x npm publish',
    'cd dist && npm publish',
    'if true; then npm publish; fi',
    'echo "$(git push origin main)"',
    'npx semantic-release',
    'npx -y semantic-release@24 --ci',
    'pnpm exec changeset publish',
    'pnpm dlx vercel --prod',
    'git push --follow-tags',
    'git push',
    'gh release create v1 --notes x',
    'docker push me/app:1',
    'docker buildx build --push .',
    'bash -c "npm publish"',
    './node_modules/.bin/np',
    'npm run ship',
    'pnpm release',
    'node --run ship',
    'make deploy',
    'scp a.tgz me@host:/srv',
    'npm dist-tag add a@1.0.0 latest',
    'aws s3 sync dist s3://bucket',
    'cargo publish',
    'twine upload dist/*',
    'kubectl apply -f x.yml',
    'curl -X POST https://example.com/hook',
    'for p in a b; do\n  npm publish "$p"\ndone',
  ])('outside: %s', (script) => {
    expect(findDeed(script, { isShell: true, findScript: (name) => scripts[name], reaches: both })?.reach).toBe(
      'outside',
    );
  });
  test.each([
    'sudo apt-get install -y jq',
    'apt-get update',
    'apt install -y jq',
    'brew install jq',
    'rm -rf /usr/share/dotnet',
    'sudo rm -rf /opt/x',
    'corepack enable',
    'systemctl start postgresql',
    'DEBIAN_FRONTEND=noninteractive apt-get install x',
  ])('machine: %s', (script) => {
    expect(findDeed(script, { isShell: true, reaches: both })?.reach).toBe('machine');
  });
  test.each([
    'npm publish --dry-run',
    'echo "npm publish"',
    "echo 'git push'",
    '# npm publish',
    'npm test',
    'npm run build',
    'npm run loop',
    'npm run release:check',
    'git status && git fetch origin',
    'grep -r "git push" docs',
    'cat <<EOF > README\nnpm publish\nEOF',
    'docker build .',
    'npm pack',
    'pnpm publish --dry-run',
    'npx vercel build',
    'curl https://example.com',
    'curl -X POST http://localhost:3000/x',
    'rm -rf dist /tmp/x',
    'gh release view',
    'apt list',
    'make test',
    'pnpm changeset status',
  ])('neither: %s', (script) => {
    expect(findDeed(script, { isShell: true, findScript: (name) => scripts[name], reaches: both })).toBeUndefined();
  });
  test('says by way of which script', () => {
    const found = findDeed('npm run ship', { isShell: true, findScript: (name) => scripts[name], reaches: both });
    expect(found?.command).toBe('npm run ship → npm publish');
  });
  test('looks at other languages by their words', () => {
    expect(findDeed("subprocess.run(['git', 'push'])", { isShell: false, reaches: both })?.reach).toBe('outside');
    expect(findDeed("print('ok')", { isShell: false, reaches: both })).toBeUndefined();
  });
});

test.each([
  ['24.21.0', '24', true],
  ['24.21.0', 'v24.x', true],
  ['24.21.0', '>=22', true],
  ['24.21.0', '22', false],
  ['24.21.0', '24.1.0', false],
  ['24.21.0', 'lts/*', true],
  ['25.0.0', 'lts/*', false],
  ['22.1.0', 'lts/jod', true],
  ['24.1.0', 'lts/jod', false],
  ['24.1.0', 'latest', true],
  ['24.1.0', '', true],
  ['3.11.7', '3.x', true],
  ['1.22.1', '^1.22', true],
  ['1.22', '1.22', true],
  ['24.1.0', 'nonsense', false],
])('%s satisfies %s: %s', (version, wanted, expected) => {
  expect(satisfiesVersion(version, wanted)).toBe(expected);
});

test.each([
  ['https://github.com/ada/app.git', 'ada/app'],
  ['git@github.com:ada/app.git', 'ada/app'],
  ['ssh://git@github.com/ada/app', 'ada/app'],
  ['https://token@github.com/ada/app/', 'ada/app'],
  ['/srv/git/app', undefined],
  ['', undefined],
])('the repository of %s is %s', (url, slug) => {
  expect(slugOf(url)).toBe(slug);
});

test('of npm’s settings those stay that say where packages come from', () => {
  const npmrc = [
    'registry=https://npm.example/',
    '@own:registry = https://own.example/',
    '//npm.example/:_authToken=secret',
    '_auth=secret',
    'proxy=http://me:secret@proxy.example/',
    'cafile=/etc/ca.pem',
    'email=me@example.com',
  ].join('\n');
  expect(harmlessSettings(npmrc)).toBe(
    'registry=https://npm.example/\n@own:registry = https://own.example/\ncafile=/etc/ca.pem\n',
  );
});

describe('createMask', () => {
  const mask = createMask(['s3cret/value "x"', 'abc\nlonger-line\n{']);
  test.each([
    ['s3cret/value "x"', '***'],
    [JSON.stringify({ a: 's3cret/value "x"' }), '{"a":"***"}'],
    [encodeURIComponent('s3cret/value "x"'), '***'],
    ['see longer-line here {', 'see *** here {'],
    ['plain', 'plain'],
  ])('%s', (text, expected) => {
    expect(mask.text(text)).toBe(expected);
  });
  test.each([0, 1, 2, 3])('in base64 after %s other characters', (shift) => {
    const text = Buffer.from(`${'-'.repeat(shift)}s3cret/value "x"--`).toString('base64');
    expect(mask.text(text)).toContain('***');
    expect(Buffer.from(mask.text(text), 'base64').toString()).not.toContain('cret/val');
  });
  test('a line loses what steers a terminal', () => {
    expect(mask.line('\u001B[31mred\u001B[0m \u0007')).toBe('red ');
  });
});
