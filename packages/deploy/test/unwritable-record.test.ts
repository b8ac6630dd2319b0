import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { brokenAt } from '../src/record/deploy-record.ts';
import { deploy, planDeployment } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };

interface ReadOnly extends AsyncDisposable {
  readonly set: (isReadOnly: boolean) => Promise<void>;
}

/** A folder that can be made unwritable: for root, whom modes do not hold, a disk of its own. */
async function lockable(folder: string): Promise<ReadOnly | undefined> {
  await mkdir(folder, { recursive: true });
  if (process.getuid?.() !== 0) {
    const set = (isReadOnly: boolean): Promise<void> => chmod(folder, isReadOnly ? 0o500 : 0o700);
    return { set, [Symbol.asyncDispose]: () => set(false) };
  }
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return {
    set: async (isReadOnly) => void execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder]),
    [Symbol.asyncDispose]: async () => void execFileSync('umount', ['-l', folder]),
  };
}

(hasSshd ? describe : describe.skip)("a disk of the deployer's that cannot be written", () => {
  test('refuses before a host is touched; when it comes later, what was done stands and is told', async () => {
    await using farm = await sshFarm(1);
    const folder = join(farm.home, 'deploy/shop/staging');
    await using disk = await lockable(folder);
    if (!disk) {
      process.stderr.write('not run: root without the right to mount cannot make a folder unwritable\n');
      return;
    }
    await disk.set(true);
    const refusal = { code: 'CDEV_E_DEPLOY_RECORD_UNWRITABLE', message: expect.stringContaining(folder) };
    await expect(planDeployment(on, farm.context())).rejects.toMatchObject(refusal);
    await expect(deploy(on, farm.context())).rejects.toMatchObject(refusal);
    expect(await farm.hosts[0]?.current()).toBeUndefined();
    await disk.set(false);
    await deploy(on, farm.context());
    const lines = async (): Promise<string[]> =>
      (await readFile(join(folder, 'audit.ndjson'), 'utf8')).trimEnd().split('\n');
    const outcomes = async (): Promise<string[]> =>
      (await lines()).map((line) => (JSON.parse(line) as { outcome: string }).outcome);
    expect([await outcomes(), brokenAt(await lines())]).toEqual([['begun', 'deployed'], undefined]);
    await farm.write({ 'dist/index.html': 'two\n' });
    let setting: Promise<void> | undefined;
    await farm.configure("    hooks: { activate: 'true', resume: 'sleep 0.2' }\n");
    const { result } = await deploy(
      {
        ...on,
        onStep: (step) => {
          if (step === 'activate') setting = disk.set(true);
        },
      },
      farm.context(),
    );
    await setting;
    // A mode holds for files that are made, not for one that is there: only a disk of its own is unwritable altogether.
    if (process.getuid?.() === 0) {
      expect(result).toMatchObject({ outcome: 'deployed', unrecorded: expect.stringContaining('EROFS') });
      expect(await outcomes()).toEqual(['begun', 'deployed', 'begun']);
    }
    expect(await farm.hosts[0]?.current()).toBe(result.plan.release.id);
    await disk.set(false);
    await farm.write({ 'dist/index.html': 'three\n' });
    await deploy(on, farm.context());
    expect([(await outcomes()).slice(-2), brokenAt(await lines())]).toEqual([['begun', 'deployed'], undefined]);
  }, 120_000);
});
