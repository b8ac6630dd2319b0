import { link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { findCopyMeans } from '../../src/dependencies/copy-means.ts';

async function installed(): Promise<TempFolder> {
  const folder = await tempFolder({
    'modules/.pnpm/a@1/node_modules/a/package.json': '{}',
    'modules/b/package.json': '{}',
  });
  await mkdir(join(folder.path, 'target'));
  return folder;
}

describe('findCopyMeans', () => {
  test('finds out what the file system can, and leaves nothing behind', async () => {
    await using folder = await installed();
    const means = await findCopyMeans(join(folder.path, 'modules'), join(folder.path, 'target'));
    expect(means).toEqual({ canReflink: expect.any(Boolean), canHardLink: true, isStoreLinked: false });
    expect(await readdir(join(folder.path, 'target'))).toEqual([]);
  });

  test('takes packages for store-linked only when all samples are', async () => {
    await using folder = await installed();
    const [modules, target] = [join(folder.path, 'modules'), join(folder.path, 'target')];
    await link(join(modules, 'b', 'package.json'), join(folder.path, 'store-b'));
    expect((await findCopyMeans(modules, target)).isStoreLinked).toBe(false);
    await link(join(modules, '.pnpm/a@1/node_modules/a/package.json'), join(folder.path, 'store-a'));
    expect((await findCopyMeans(modules, target)).isStoreLinked).toBe(true);
  });

  test('promises nothing for a folder without packages', async () => {
    await using folder = await tempFolder({ 'modules/x': 'x', 'target/y': 'y' });
    const means = await findCopyMeans(join(folder.path, 'modules'), join(folder.path, 'target'));
    expect(means).toMatchObject({ canReflink: false, isStoreLinked: false });
  });
});
