import { expect, test } from '@jest/globals';
import { good, manifest, sha, told, withLock } from './hygiene-check.ts';

test('dependencies with scripts about which nobody has decided', async () => {
  const files = withLock({ 'node_modules/a': { ...good, hasInstallScript: true } });
  expect(await told(files)).toEqual(['note undecided-install-scripts package.json']);
  const decided = JSON.stringify({
    ...(JSON.parse(files['package.json'] as string) as object),
    allowScripts: { a: false },
  });
  expect(await told({ ...files, 'package.json': decided })).toEqual([]);
  const others = decided.replace('"a":false', '"a-of-another":false,"b@1":true');
  expect(await told({ ...files, 'package.json': others })).toEqual(['note undecided-install-scripts package.json']);
});
test.each([
  ['allowBuilds:\n  a: false\n', true],
  ['allowBuilds: { b: true, a@1.0.0: true }\n', true],
  ['onlyBuiltDependencies:\n  - "a"\n', true],
  ['onlyBuiltDependencies: [b, a]\n', true],
  ['catalog:\n  a: ^1.0.0\n', false],
  ['onlyBuiltDependencies:\n  - a-of-another\n', false],
])('what pnpm has decided: %j', async (settings, isDecided) => {
  const pnpm =
    'lockfileVersion: 5.4\nspecifiers:\n  a: ^1.0.0\ndependencies:\n  a: 1.0.0\npackages:\n  /a/1.0.0:\n    resolution: {integrity: SHA}\n    requiresBuild: true\n';
  const files = {
    'package.json': manifest({ packageManager: 'pnpm@10.0.0', dependencies: { a: '^1.0.0' } }),
    'pnpm-lock.yaml': pnpm.replace('SHA', sha),
    'pnpm-workspace.yaml': settings,
  };
  expect(await told(files)).toEqual(isDecided ? [] : ['note undecided-install-scripts package.json']);
});

test.each([
  ['.npmrc', 'strict-ssl=false\n', 'error registry-not-verified .npmrc:1'],
  ['.npmrc', 'registry=http://npm.example.org/\n', 'error registry-not-encrypted .npmrc:1'],
  ['site/.npmrc', 'a=1\nstrict-ssl="false"\n', 'error registry-not-verified site/.npmrc:2'],
  ['.npmrc', 'dangerously-allow-all-builds=true\n', 'error all-builds-allowed .npmrc:1'],
  ['.npmrc', 'verify-store-integrity=false\n', 'warning store-not-verified .npmrc:1'],
  ['.yarnrc.yml', 'enableStrictSsl: false\n', 'error registry-not-verified .yarnrc.yml:1'],
  [
    '.yarnrc.yml',
    'npmScopes:\n  a:\n    npmRegistryServer: "http://a.example"\n',
    'error registry-not-encrypted .yarnrc.yml:3',
  ],
  ['.yarnrc.yml', 'checksumBehavior: ignore\n', 'warning store-not-verified .yarnrc.yml:1'],
  ['.yarnrc', 'strict-ssl false\n', 'error registry-not-verified .yarnrc:1'],
  ['.yarnrc', 'registry "http://a.example"\n', 'error registry-not-encrypted .yarnrc:1'],
  ['bunfig.toml', '[install]\nregistry = "http://a.example"\n', 'error registry-not-encrypted bunfig.toml:2'],
  [
    'bunfig.toml',
    '[install.scopes]\n"@a" = { token = "", url = "http://a.example" }\n',
    'error registry-not-encrypted bunfig.toml:2',
  ],
  [
    'pnpm-workspace.yaml',
    'registries:\n  "@a": http://a.example\n',
    'error registry-not-encrypted pnpm-workspace.yaml:2',
  ],
  ['pnpm-workspace.yaml', 'dangerouslyAllowAllBuilds: true\n', 'error all-builds-allowed pnpm-workspace.yaml:1'],
])('settings: %s %j', async (path, text, expected) => {
  expect(await told({ 'package.json': manifest({ private: true }), [path]: text })).toEqual([expected]);
});
