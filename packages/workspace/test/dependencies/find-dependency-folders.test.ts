import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { findDependencyFolders, withPlaceIn } from '../../src/dependencies/find-dependency-folders.ts';

describe('findDependencyFolders', () => {
  test('finds those of the packages of a workspace, not those inside one nor in ignored folders', async () => {
    await using repo = await tempRepo({ '.gitignore': 'node_modules/\ndist/\n', 'packages/ä b/index.js': 'x\n' });
    await repo.write({
      'node_modules/a/node_modules/b/x': 'x\n',
      'packages/ä b/node_modules/c/x': 'x\n',
      'dist/node_modules/d/x': 'x\n',
    });
    const folders = await findDependencyFolders(repo.path);
    expect(folders).toEqual(['node_modules', 'packages/ä b/node_modules']);
    await rm(join(repo.path, 'packages'), { recursive: true });
    expect(await withPlaceIn(repo.path, folders)).toEqual(['node_modules']);
  });

  test('finds that of the top where nobody told git to ignore it', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    expect(await findDependencyFolders(repo.path)).toEqual([]);
    await repo.write({ 'node_modules/a/x': 'x\n' });
    expect(await findDependencyFolders(repo.path)).toEqual(['node_modules']);
  });
});
