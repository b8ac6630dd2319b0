import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { readIssue, writeIssue } from '../src/index.ts';
import { sampleIssue } from './sample-issue.ts';

describe('writeIssue', () => {
  test('makes the folder, writes the file for the user alone, and leaves nothing else behind', async () => {
    await using folder = await tempFolder();
    const cache = join(folder.path, 'a', 'issues');
    const file = await writeIssue(cache, sampleIssue);
    expect(file).toBe(join(cache, 'ENG-123.json'));
    expect(await readIssue(file)).toEqual(sampleIssue);
    expect(await readdir(cache)).toEqual(['ENG-123.json']);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a second writer at the same time harms nothing', async () => {
    await using folder = await tempFolder();
    const titles = Array.from({ length: 20 }, (_, index) => `Title ${index} ${'x'.repeat(20_000)}`);
    await Promise.all(titles.map((title) => writeIssue(folder.path, { ...sampleIssue, title })));
    expect(titles).toContain((await readIssue(join(folder.path, 'ENG-123.json'))).title);
    expect(await readdir(folder.path)).toEqual(['ENG-123.json']);
  });

  test('what cannot be written leaves what was there, and no temporary file', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'ENG-123.json');
    // A folder in the file's place cannot be renamed over.
    await mkdir(join(file, 'inside'), { recursive: true });
    await writeFile(join(file, 'inside', 'kept'), 'kept');
    await expect(writeIssue(folder.path, sampleIssue)).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_NOT_WRITTEN',
      message: expect.stringContaining('what was there before is unchanged'),
    });
    expect(await readFile(join(file, 'inside', 'kept'), 'utf8')).toBe('kept');
    expect(await readdir(folder.path)).toEqual(['ENG-123.json']);
  });

  test('an id that is none reaches no file', async () => {
    await using folder = await tempFolder();
    await expect(writeIssue(folder.path, { ...sampleIssue, id: '../x' })).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_ID_INVALID',
    });
    expect(await readdir(folder.path)).toEqual([]);
  });
});
