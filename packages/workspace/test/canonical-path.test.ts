import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { canonicalPath } from '../src/canonical-path.ts';

describe('canonicalPath', () => {
  test('follows links, also where the end of the path is not there yet', async () => {
    await using folder = await tempFolder({ 'real ñ/x': 'x\n' });
    await symlink(join(folder.path, 'real ñ'), join(folder.path, 'link'));
    expect(await canonicalPath(join(folder.path, 'link', 'x'))).toBe(join(folder.path, 'real ñ', 'x'));
    expect(await canonicalPath(join(folder.path, 'link', 'not', 'yet'))).toBe(
      join(folder.path, 'real ñ', 'not', 'yet'),
    );
    expect(await canonicalPath(join(folder.path, 'real ñ', '..', 'new'))).toBe(join(folder.path, 'new'));
  });
});
