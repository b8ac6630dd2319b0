import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';
import { cleanPackage, withFields } from './one-defect/clean-package.ts';
import { packObject } from './pack-object.ts';

test('tells what is wrong with a tarball, and whom it breaks', async () => {
  const { manifest, files } = withFields({ dependencies: { 'tiny-dependency': 'workspace:^' } });
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'a.tgz'), packObject(manifest, files));
  const run = await runBin(
    'prepublish',
    ['a.tgz', '--offline', '--only', 'dependencies', '--skip', 'dependency-exists,engines-below,unmet-peer', '--quiet'],
    { cwd: folder.path },
  );
  expect(transcript(run).split('\n').slice(1)).toEqual([
    'exit 1',
    '--- stdout',
    expect.stringMatching(/^✗ one-defect <version> {2}7 files, .* packed, .* unpacked$/),
    '',
    '  error  package.json#dependencies["tiny-dependency"]  local-range',
    '    tiny-dependency is "workspace:^" in the packed manifest',
    '    Who: Everybody who installs: their package manager does not know the protocol, or the path',
    '    → Pack and publish with pnpm or yarn, which write the real range in its place, or write it by',
    '      hand',
    '',
    '✗ 1 error; 10 checks passed  <duration>',
    '  No distribution manifest: there are findings that stop a publish',
    '',
  ]);
});

test('has nothing to say of a tarball with which nothing is wrong', async () => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'a.tgz'), packObject(cleanPackage.manifest, cleanPackage.files));
  const run = await runBin('prepublish', ['a.tgz', '--offline', '--only', 'manifest,publint', '--json'], {
    cwd: folder.path,
  });
  expect(run.exitCode).toBe(0);
  expect(run.document()).toMatchObject({
    status: 'ok',
    data: { packages: [{ name: 'one-defect', findings: [], notRun: [{ rule: 'readme-addresses' }] }] },
  });
});

test('lists its rules', async () => {
  await using folder = await tempFolder();
  const run = await runBin('prepublish', ['rules', '--json'], { cwd: folder.path });
  const { data } = run.document() as { data: { rules: readonly { id: string }[] } };
  expect(data.rules.length).toBeGreaterThan(60);
});
