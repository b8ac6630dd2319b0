import { readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { removeFolder } from '../src/remove-folder.ts';

describe('removeFolder', () => {
  test('removes everything in it, whatever it is called, and what links lead to stays', async () => {
    await using folder = await tempFolder({ 'gone/-rf/ñ b': 'x\n', 'kept/x': 'x\n' });
    await symlink(join(folder.path, 'kept'), join(folder.path, 'gone', 'link'));
    await removeFolder(join(folder.path, 'gone'));
    await removeFolder(join(folder.path, 'gone'));
    expect(await stat(join(folder.path, 'gone')).catch(() => 'absent')).toBe('absent');
    expect(await readFile(join(folder.path, 'kept', 'x'), 'utf8')).toBe('x\n');
  });
});
