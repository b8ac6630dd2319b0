import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { findPackageManager, hasSameLockFile } from '../../src/dependencies/package-manager.ts';

describe('findPackageManager', () => {
  test.each([
    [['package-lock.json', 'pnpm-lock.yaml'], 'pnpm'],
    [['bun.lockb'], 'bun'],
    [['npm-shrinkwrap.json'], 'npm'],
    [['yarn.lock', 'package-lock.json'], 'yarn'],
    [['package.json'], undefined],
  ])('goes by the lock file: %j', async (names, tool) => {
    await using folder = await tempFolder(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect((await findPackageManager(folder.path))?.tool).toBe(tool);
  });

  test('knows the newer yarn by its configuration', async () => {
    await using folder = await tempFolder({ 'yarn.lock': 'x', '.yarnrc.yml': 'x' });
    expect((await findPackageManager(folder.path))?.install).toEqual(['install', '--immutable']);
  });
});

describe('hasSameLockFile', () => {
  test('compares bytes, and takes a missing one for another', async () => {
    await using folder = await tempFolder({ 'a/yarn.lock': 'x', 'b/yarn.lock': 'x', 'c/yarn.lock': 'y', 'd/x': '' });
    const manager = { tool: 'yarn', lockFile: 'yarn.lock', install: [] } as const;
    const same = (other: string): Promise<boolean> =>
      hasSameLockFile(`${folder.path}/a`, `${folder.path}/${other}`, manager);
    expect([await same('b'), await same('c'), await same('d')]).toEqual([true, false, false]);
  });
});
