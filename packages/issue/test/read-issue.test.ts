import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { readIssue, serialiseIssue } from '../src/index.ts';
import { sampleIssue } from './sample-issue.ts';

describe('readIssue', () => {
  test('knows every form by the extension and what stands in the file', async () => {
    await using folder = await tempFolder({
      'cached.json': serialiseIssue(sampleIssue),
      'ancestor.json': JSON.stringify({
        identifier: 'AB-1',
        title: 'Old',
        priority: 0,
        assignee: null,
        state: { name: 'Todo' },
      }),
      'by-hand.yml': 'title: By hand',
      'mark down.MD': '# Marked',
      'plain.txt': 'Plain words',
    });
    const read = async (name: string): Promise<readonly string[]> => {
      const { source, id, title } = await readIssue(join(folder.path, name));
      return [source, id, title];
    };
    expect(await read('cached.json')).toEqual(['linear', 'ENG-123', 'Log in with a passkey']);
    expect(await read('ancestor.json')).toEqual(['linear', 'AB-1', 'Old']);
    expect(await read('by-hand.yml')).toEqual(['file', 'by-hand', 'By hand']);
    expect(await read('mark down.MD')).toEqual(['file', 'mark-down', 'Marked']);
    expect(await read('plain.txt')).toEqual(['file', 'plain', 'Plain words']);
  });

  test('says why a file cannot be read', async () => {
    await using folder = await tempFolder({ 'folder.md/x': '', 'other.json': '{"name": 1}', 'image.md': 'PNG\0\0' });
    await expect(readIssue(join(folder.path, 'no.md'))).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_UNREADABLE',
      message: expect.stringContaining('it is not there'),
    });
    await expect(readIssue(join(folder.path, 'folder.md'))).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_UNREADABLE',
      message: expect.stringContaining('it is a folder'),
    });
    await expect(readIssue(join(folder.path, 'image.md'))).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_UNREADABLE',
      message: expect.stringContaining('it is no text'),
    });
    await folder.write({ 'large.md': 'x'.repeat(10_000_001) });
    await expect(readIssue(join(folder.path, 'large.md'))).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_UNREADABLE',
      message: expect.stringContaining('it is larger than 10 MB'),
    });
    await expect(readIssue(join(folder.path, 'other.json'))).rejects.toMatchObject({ code: 'CDEV_E_ISSUE_MALFORMED' });
  });
});
