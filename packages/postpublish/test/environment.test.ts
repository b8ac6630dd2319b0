import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runBin, type BinResult } from '@cdev/test-kit';
import { packedRelease, type PublishedRelease } from './published-release.ts';

let release: PublishedRelease;
beforeAll(async () => {
  release = await packedRelease();
  await release.registry.put(await readFile(join(dirname(release.manifestFile), release.one('words').tarball)));
});
afterAll(async () => {
  await release[Symbol.asyncDispose]();
});

const start = (env: Readonly<Record<string, string>> = {}): Promise<BinResult> =>
  runBin('postpublish', ['@acme/words', '--only', 'visible,tag', '--max-wait', '0', '--quiet'], {
    cwd: release.repo.path,
    env: { ...release.env, ...env },
  });

test('where git does not know who tags, that is told with its mend, and the next run tags', async () => {
  const nobody = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', EMAIL: '' };
  await release.repo.git('config', 'user.useConfigOnly', 'true');
  const first = await start(nobody);
  expect(`${first.exitCode} ${first.stdout}`).toMatch(
    /^1 [^]*✗ +tag +@acme\/words@1\.1\.0 +git has no name and e-mail address[^]*→ git config --global user\.name /,
  );
  expect(await release.repo.git('tag', '--list')).toBe('');
  const second = await start();
  expect(`${second.exitCode} ${second.stdout}`).toMatch(/^0 [^]*✓ Complete/);
});

test('a folder that the journal cannot be written to is named, and is no defect', async () => {
  const lock = join(dirname(release.manifestFile), 'postpublish.lock');
  await rm(lock, { recursive: true, force: true });
  await writeFile(lock, '');
  const run = await start();
  expect(`${run.exitCode} ${run.stderr}`).toMatch(/^3 [^]*postpublish-journal\.ndjson cannot be written \(EEXIST\)/);
  expect(run.stdout).toBe('');
  await rm(lock);
  expect((await start()).exitCode).toBe(0);
});
