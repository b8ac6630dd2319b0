import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { postpublish, type PostpublishOptions, type ReleaseReport } from '../src/index.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

let release: PublishedRelease;
beforeAll(async () => {
  release = await packedRelease();
  const bytes = await readFile(join(dirname(release.manifestFile), release.one('words').tarball));
  await release.registry.put(await otherTarball(bytes, {}, '1.0.0'));
  await release.registry.put(bytes);
});
afterAll(async () => {
  await release[Symbol.asyncDispose]();
});
afterEach(() => release.registry.clearFaults());

async function look(spec: string, options: Partial<PostpublishOptions> = {}) {
  const only = ['visible', 'integrity', 'dist-tag', 'size'];
  const asked = { ...defaults, published: true, packages: [spec], only, ...options };
  const { result, status } = await postpublish(asked, release.context());
  return { report: result as ReleaseReport, status };
}

const briefly = ({ packages }: ReleaseReport): readonly string[] =>
  packages.flatMap(({ name, version, checks }) => [
    `${name}@${version}`,
    ...checks.map(({ check, status }) => `${check} ${status}`),
  ]);

test.each([
  ['@acme/words', '1.1.0', 'passed'],
  ['@acme/words@latest', '1.1.0', 'passed'],
  ['@acme/words@^1.0.0', '1.1.0', 'passed'],
  ['@acme/words@1.0.0', '1.0.0', 'not-run'],
  ['@acme/words@<1.1', '1.0.0', 'not-run'],
])('%s is looked at without a manifest, and leaves nothing behind', async (spec, version, distTag) => {
  const { report, status } = await look(spec);
  expect(briefly(report)).toEqual([
    `@acme/words@${version}`,
    'visible passed',
    'integrity passed',
    `dist-tag ${distTag}`,
    'size passed',
  ]);
  expect({ status, changed: report.changed, deeds: report.deeds, journal: report.journal }).toEqual({
    status: 'ok',
    changed: false,
    deeds: [],
    journal: undefined,
  });
});

test('what the registry does not have is told with what to look at', async () => {
  for (const spec of ['@acme/words@9.0.0', '@acme/none', '@acme/words@beta'])
    await expect(look(spec)).rejects.toMatchObject({
      code: 'CDEV_E_POSTPUBLISH_NOT_PUBLISHED',
      message: `The registry does not have ${spec}`,
    });
});

test.each<Partial<PostpublishOptions>>([
  { packages: [] },
  { mend: true },
  { accepted: true },
  { deprecate: '<1.0.0' },
  { only: ['tag'] },
  { manifest: 'here' },
])('only looks: %j is refused', async (options) => {
  await expect(look('@acme/words', options)).rejects.toMatchObject({ code: 'CDEV_E_POSTPUBLISH_OPTION_INVALID' });
});
