import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeTar, tempFolder } from '@cdev/test-kit';
import { openArtefact } from '../src/artefact/open-artefact.ts';
import { readArtefact } from '../src/artefact/read-artefact.ts';
import { deploy } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const { signal } = new AbortController();
const unpacked = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`cdev-release-${process.pid}-`));

test.each(['', 'z'])(
  'an archive (tar -c%sf) is what was packed into it, and leaves nothing behind',
  async (packing) => {
    await using folder = await tempFolder({ 'dist/index.html': 'one\n', 'dist/ü/run.sh': 'exit\n' });
    execFileSync('chmod', ['+x', 'dist/ü/run.sh'], { cwd: folder.path });
    execFileSync('ln', ['-s', 'ü/run.sh', 'dist/run'], { cwd: folder.path });
    execFileSync('tar', [`-c${packing}f`, 'release', '-C', 'dist', '.'], { cwd: folder.path });
    const { digest } = await readArtefact(join(folder.path, 'dist'));
    {
      await using open = await openArtefact(join(folder.path, 'release'), { signal });
      expect([open.artefact.digest, open.artefact.files]).toEqual([digest, 2]);
      expect(await unpacked()).toHaveLength(1);
    }
    expect(await unpacked()).toEqual([]);
  },
);

test.each<readonly [string, Buffer]>([
  ['no archive', Buffer.from('hello, world\n'.repeat(100))],
  ['an empty file', Buffer.alloc(0)],
  [
    'one that leads out',
    makeTar([
      ['index.html', 'one'],
      ['../../evil', 'two'],
    ]),
  ],
  ['a torn one', makeTar([['index.html', 'x'.repeat(5000)]]).subarray(0, 2000)],
])('%s is refused by the name it was given', async (_, content) => {
  await using folder = await tempFolder({});
  const file = join(folder.path, 'release.tar');
  await writeFile(file, content);
  await expect(openArtefact(file, { signal })).rejects.toMatchObject({
    code: 'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
    message: expect.stringContaining(file),
  });
  expect(await unpacked()).toEqual([]);
});

test('neither a file nor a folder', async () => {
  await using folder = await tempFolder({});
  await expect(openArtefact(join(folder.path, 'none.tgz'), { signal })).rejects.toMatchObject({
    code: 'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
  });
});

(hasSshd ? describe : describe.skip)('on a host', () => {
  test('an archive deploys as the folder does that is in it', async () => {
    await using farm = await sshFarm(1);
    execFileSync('tar', ['-czf', 'release.tgz', '-C', 'dist', '.'], { cwd: farm.path });
    const options = { environment: 'staging', artefact: 'release.tgz' };
    const { result } = await deploy(options, farm.context());
    expect(result.outcome).toBe('deployed');
    execFileSync('diff', ['-r', join(farm.path, 'dist'), `${farm.hosts[0]?.path ?? ''}/current/`]);
    expect((await deploy({ environment: 'staging' }, farm.context())).result.outcome).toBe('nothing');
    expect(await unpacked()).toEqual([]);
  }, 120_000);
});
