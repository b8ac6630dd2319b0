import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { postpublish, type ReleaseReport } from '../src/index.ts';
import { defaults, packedRelease, workspaceFiles, type PublishedRelease } from './published-release.ts';

jest.setTimeout(120_000);

const manifest = 'packages/cli/package.json';

let release: PublishedRelease;
beforeEach(async () => {
  release = await packedRelease({
    'packages/cli/bin.js': '#!/usr/bin/env node\nimport "@acme/not-declared";\n',
  });
  for (const name of ['words', 'greet', 'cli']) await release.publish(name);
});
afterEach(async () => {
  await release[Symbol.asyncDispose]();
});

test('a bin that crashes where it is installed holds the release back; the next version completes it', async () => {
  const options = { ...defaults, only: ['visible', 'integrity', 'bins', 'tag'] };
  const first = (await postpublish(options, release.context())).result as ReleaseReport;
  expect(first.outcome).toBe('failed');
  const bins = first.packages[2]?.checks.find(({ check }) => check === 'bins');
  expect(bins?.detail).toMatch(/^acme-greet --help crashed: .*@acme\/not-declared/);
  expect(first.next[0]).toBe('npm deprecate @acme/cli@1.1.0 "Broken, use 1.1.1"');
  expect(await release.repo.git('tag', '--list')).toBe('');

  const mended = (workspaceFiles['packages/cli/bin.js'] as string).replace('"1.1.0"', '"1.1.1"');
  const next = (workspaceFiles[manifest] as string).replace('"version": "1.1.0"', '"version": "1.1.1"');
  await release.repo.commit('Mend the bin', { 'packages/cli/bin.js': mended, [manifest]: next });
  await release.repack();
  await release.publish('cli');
  const second = (await postpublish(options, release.context())).result as ReleaseReport;
  expect(second.outcome).toBe('complete');
  expect((await release.repo.git('tag', '--list')).split('\n')).toEqual([
    '@acme/cli@1.1.1',
    '@acme/greet@1.1.0',
    '@acme/words@1.1.0',
  ]);
});
