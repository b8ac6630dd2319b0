import { expect, test } from '@jest/globals';
import { packageUrl, type PackageIdentity } from '@cdev/lock-file';

const cases: readonly (readonly [PackageIdentity, url: string])[] = [
  [{ ecosystem: 'npm', name: 'lodash', version: '4.17.21' }, 'pkg:npm/lodash@4.17.21'],
  [{ ecosystem: 'npm', name: '@scope/name', version: '1.0.0-beta.1' }, 'pkg:npm/%40scope/name@1.0.0-beta.1'],
  [{ ecosystem: 'npm', name: '@scope/name' }, 'pkg:npm/%40scope/name'],
  [{ ecosystem: 'npm', name: 'a', version: '1.0.0+build' }, 'pkg:npm/a@1.0.0%2Bbuild'],
  [{ ecosystem: 'npm', name: "o!d'(n)*~", version: '1.0.0' }, 'pkg:npm/o%21d%27%28n%29%2A~@1.0.0'],
  [{ ecosystem: 'Go', name: 'github.com/a/b', version: 'v1.2.3' }, 'pkg:golang/github.com/a/b@v1.2.3'],
  [{ ecosystem: 'PyPI', name: 'a', version: '1!2:3' }, 'pkg:pypi/a@1%212:3'],
  [{ ecosystem: 'Maven', name: 'org.acme:core', version: '1.0' }, 'pkg:maven/org.acme/core@1.0'],
  [{ ecosystem: 'crates.io', name: 'serde', version: '1.0.0' }, 'pkg:cargo/serde@1.0.0'],
];

test.each(cases)('%j', (identity, url) => {
  expect(packageUrl(identity)).toBe(url);
});
