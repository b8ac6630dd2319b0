import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { reportText } from '../src/human.ts';
import { postpublish, type RollbackReport } from '../src/index.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

let release: PublishedRelease;
beforeEach(async () => {
  release = await packedRelease();
  for (const name of ['words', 'greet', 'cli']) {
    const bytes = await readFile(join(dirname(release.manifestFile), release.one(name).tarball));
    // The first of the three is new; the others have a version to go back to.
    if (name !== 'words') await release.registry.put(await otherTarball(bytes, {}, '1.0.3'));
    await release.registry.put(bytes);
  }
});
afterEach(async () => {
  await release[Symbol.asyncDispose]();
});

async function rollBack(context: Parameters<typeof release.context>[0], isDryRun = false) {
  const { result, status } = await postpublish({ ...defaults, rollback: true, isDryRun }, release.context(context));
  return { report: result as RollbackReport, status };
}

test('the way back is commands with real names, dependents first; after a yes what can be undone is done, once', async () => {
  const dry = await rollBack({}, true);
  expect(
    reportText(dry.report, { style: createStyle(false), columns: 100 })
      .split('\n')
      .slice(0, 12),
  ).toEqual([
    '@acme/cli 1.1.0  back to 1.0.3',
    '  ·  dist-tag     npm dist-tag add @acme/cli@1.0.3 latest',
    '       latest back to 1.0.3',
    '       undo: npm dist-tag add @acme/cli@1.1.0 latest',
    '  ·  deprecate    npm deprecate @acme/cli@1.1.0 "Broken, use 1.0.3"',
    '       whoever installs it is warned, and can still install it',
    '       undo: npm deprecate @acme/cli@1.1.0 ""',
    '  –  fix-forward  npm version 1.1.1',
    '       the next free version, with the mend, packed and checked by cdev-prepublish',
    '  –  unpublish    npm unpublish @acme/cli@1.1.0',
    '       cannot be undone, and 1.1.0 can never be used again; for 72 more hours, if nothing depends on it',
    '',
  ]);
  expect(dry.report.packages.map(({ name }) => name)).toEqual(['@acme/cli', '@acme/greet', '@acme/words']);
  expect(dry.report.packages[2]?.steps[0]).toMatchObject({
    what: 'dist-tag',
    status: 'not-run',
    detail: 'there is no version to go back to, and a package cannot be without latest',
  });

  await expect(rollBack({ answers: ['n'] })).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
  await expect(rollBack({})).rejects.toMatchObject({ code: 'CDEV_E_CLI_CONFIRMATION_NEEDED' });
  expect(release.registry.packument('@acme/cli')?.['dist-tags']['latest']).toBe('1.1.0');

  const done = await rollBack({ answers: ['y'] });
  expect(done.status).toBe('ok');
  expect(release.registry.packument('@acme/cli')).toMatchObject({
    'dist-tags': { latest: '1.0.3' },
    versions: { '1.1.0': { deprecated: 'Broken, use 1.0.3' } },
  });
  expect(release.registry.packument('@acme/words')).toMatchObject({
    'dist-tags': { latest: '1.1.0' },
    versions: { '1.1.0': { deprecated: 'Broken, use 1.1.1' } },
  });

  const requests = release.registry.requests.length;
  const again = await rollBack({});
  expect(again.report.changed).toBe(false);
  expect(reportText(again.report, { style: createStyle(false), columns: 100 })).toContain(
    'Nothing was left to roll back',
  );
  expect(release.registry.requests.slice(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
});

test('what the registry refuses is told beside what was done', async () => {
  release.registry.fault({ kind: 'status', status: 403, method: 'PUT', path: /dist-tags/ });
  const { report, status } = await rollBack({ yes: true });
  expect(status).toBe('findings');
  expect(report.packages[0]?.steps.map(({ what, status: is }) => `${what} ${is}`)).toEqual([
    'dist-tag failed',
    'deprecate done',
    'fix-forward not-run',
    'unpublish not-run',
  ]);
});
