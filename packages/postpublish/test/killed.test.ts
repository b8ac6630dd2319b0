import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';
import { packedRelease, type PublishedRelease } from './published-release.ts';

jest.setTimeout(120_000);

const bin = fileURLToPath(new URL('../bin/cdev-postpublish.js', import.meta.url));
const argv = ['--only', 'visible,integrity,install-npm,imports,tag', '--max-wait', '0', '--quiet'];

let release: PublishedRelease;
beforeEach(async () => {
  release = await packedRelease();
  for (const { tarball } of release.manifest.packages)
    await release.registry.put(await readFile(join(dirname(release.manifestFile), tarball)));
});
afterEach(async () => {
  await release[Symbol.asyncDispose]();
});

test('the real bin, ended by Ctrl-C while it installs two packages, leaves nothing behind and is gone on with', async () => {
  await using temporary = await tempFolder({});
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: release.repo.path,
    env: { ...process.env, ...release.env, TMPDIR: temporary.path, NODE_COMPILE_CACHE: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const told = text(child.stderr);
  const ended = once(child, 'exit');
  const folders = async () => (await readdir(temporary.path)).filter((name) => name.startsWith('cdev-'));
  while ((await folders()).length < 2 && child.exitCode === null) await sleep(5);
  child.kill('SIGINT');
  await ended;
  expect({ exitCode: child.exitCode, left: await folders() }).toEqual({ exitCode: 130, left: [] });
  expect(await told).toContain('Run the same command again; what was done stays done');
  const options = { cwd: release.repo.path, env: release.env, timeLimit: 100_000 };
  expect((await runBin('postpublish', argv, options)).exitCode).toBe(0);
  expect((await release.repo.git('tag', '--list')).split('\n')).toHaveLength(3);
});

test('the real bin, ended by SIGKILL in the middle of its work, is gone on with by the next run', async () => {
  const journal = join(dirname(release.manifestFile), 'postpublish-journal.ndjson');
  const passed = async (): Promise<number> =>
    (await readFile(journal, 'utf8').catch(() => '')).split('"check-passed"').length - 1;
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: release.repo.path,
    // Who is killed removes nothing: what is temporary goes with the repository.
    env: { ...process.env, ...release.env, TMPDIR: dirname(release.repo.path) },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while ((await passed()) < 2 && child.exitCode === null) await sleep(20);
  child.kill('SIGKILL');
  await ended;
  const before = await passed();
  expect(child.signalCode).toBe('SIGKILL');
  expect(await release.repo.git('tag', '--list')).toBe('');

  const second = await runBin('postpublish', [...argv, '--json'], {
    cwd: release.repo.path,
    env: release.env,
    timeLimit: 100_000,
  });
  expect(second.exitCode).toBe(0);
  const { data } = second.document() as { data: { outcome: string; packages: { checks: { since?: string }[] }[] } };
  expect(data.outcome).toBe('complete');
  expect(data.packages.flatMap(({ checks }) => checks.filter(({ since }) => since !== undefined))).toHaveLength(before);
  expect((await release.repo.git('tag', '--list')).split('\n')).toHaveLength(3);

  const third = await runBin('postpublish', argv, { cwd: release.repo.path, env: release.env, timeLimit: 60_000 });
  expect(
    transcript(third, {
      replace: [
        [/sha512-\S+/g, '<digest>'],
        [/\(since [^)]+\)/g, '(since <time>)'],
        [release.registry.url, '<registry>/'],
      ],
    }),
  ).toMatchInlineSnapshot(`
"$ cdev-postpublish --only visible,integrity,install-npm,imports,tag --max-wait 0 --quiet
exit 0
--- stdout
@acme/words <version>  <registry>/
  ✓  visible      visible at <registry>/
  ✓  integrity    <digest>
  ✓  install-npm  installed with npm  (since <time>)
  ✓  imports      @acme/words can be imported  (since <time>)

@acme/greet <version>  <registry>/
  ✓  visible      visible at <registry>/
  ✓  integrity    <digest>
  ✓  install-npm  installed with npm  (since <time>)
  ✓  imports      @acme/greet can be imported  (since <time>)

@acme/cli <version>  <registry>/
  ✓  visible      visible at <registry>/
  ✓  integrity    <digest>
  ✓  install-npm  installed with npm  (since <time>)
  –  imports      it exports nothing that Node can import

Release
  ✓  tag  @acme/words@<version>  already: on <hash>, at origin too
  ✓  tag  @acme/greet@<version>  already: on <hash>, at origin too
  ✓  tag  @acme/cli@<version>    already: on <hash>, at origin too

✓ Complete: 3 of 3 packages visible, as packed
Nothing was changed. Journal: <folder>/.git/cdev/distribution/postpublish-journal.ndjson
"
`);
});
