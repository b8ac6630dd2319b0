import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { findIssue, listIssues, serialiseIssue, writeIssue } from '../src/index.ts';
import { sampleIssue } from './sample-issue.ts';

const old = (id: string): string => JSON.stringify({ identifier: id, title: `Old ${id}`, state: { name: 'Todo' } });

describe('findIssue', () => {
  test("looks in the repository's cache, and outside one in the home's", async () => {
    await using folder = await tempFolder();
    const [commonDir, home] = [join(folder.path, 'repo', '.git'), join(folder.path, 'home')];
    await writeIssue(join(commonDir, 'cdev', 'issues'), { ...sampleIssue, title: 'In the repository' });
    await writeIssue(join(home, 'issues'), { ...sampleIssue, title: 'At home' });
    const found = async (store: { commonDir?: string }): Promise<string | undefined> =>
      (await findIssue({ ...store, home, cwd: folder.path, id: 'eng-123' }))?.issue.title;
    expect(await found({ commonDir })).toBe('In the repository');
    expect(await found({})).toBe('At home');
  });

  test("falls back to the ancestors' cache, from here up to the repository's top", async () => {
    await using folder = await tempFolder({
      '.linear-cache/AB-1.json': old('AB-1'),
      'repo/.git/HEAD': '',
      'repo/.linear-cache/AB-2.json': old('AB-2'),
      'repo/.linear-cache/AB-3.yaml': 'identifier: AB-3\ntitle: Old AB-3',
      'repo/src/deep/x': '',
    });
    const options = { home: join(folder.path, 'home'), cwd: join(folder.path, 'repo', 'src', 'deep') };
    const find = (id: string) => findIssue({ ...options, commonDir: join(folder.path, 'repo', '.git'), id });
    expect(await find('ab-2')).toMatchObject({ form: 'ancestor', issue: { id: 'AB-2', title: 'Old AB-2' } });
    expect(await find('AB-3')).toMatchObject({ form: 'ancestor', issue: { id: 'AB-3', title: 'Old AB-3' } });
    expect(await find('AB-1')).toBeUndefined();
  });

  test('finds nothing rather than making something up', async () => {
    await using folder = await tempFolder();
    expect(await findIssue({ home: folder.path, cwd: folder.path, id: 'ENG-1' })).toBeUndefined();
  });

  test('a copy that cannot be used is an error, and no other copy takes its place', async () => {
    await using folder = await tempFolder({
      'issues/AB-1.json': '{"schemaVersion": 1',
      '.linear-cache/AB-1.json': old('AB-1'),
    });
    await expect(findIssue({ home: folder.path, cwd: folder.path, id: 'AB-1' })).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_MALFORMED',
    });
  });

  test.each(['../x', '', 'a/b'])('refuses the id %p', async (id) => {
    await expect(findIssue({ home: '/', cwd: '/', id })).rejects.toMatchObject({ code: 'CDEV_E_ISSUE_ID_INVALID' });
  });
});

describe('listIssues', () => {
  test('lists in the order of ids, and tells of files that cannot be used', async () => {
    await using folder = await tempFolder({
      'ENG-10.json': serialiseIssue({ ...sampleIssue, id: 'ENG-10' }),
      'ENG-9.json': serialiseIssue({ ...sampleIssue, id: 'ENG-9' }),
      'a+b+2.json': serialiseIssue({ ...sampleIssue, id: 'a/b#2' }),
      'broken.json': '',
      '.ENG-9.json.0123.tmp': 'half',
      'sync/x.json': '{}',
    });
    const { issues, unreadable, temporary } = await listIssues(folder.path);
    expect(temporary).toEqual([join(folder.path, '.ENG-9.json.0123.tmp')]);
    expect(issues.map(({ issue }) => issue.id)).toEqual(['a/b#2', 'ENG-9', 'ENG-10']);
    expect(unreadable).toMatchObject([
      { file: join(folder.path, 'broken.json'), error: { code: 'CDEV_E_ISSUE_MALFORMED' } },
    ]);
  });

  test('a folder that is not there holds none', async () => {
    expect(await listIssues('/no/such/folder')).toEqual({ issues: [], unreadable: [], temporary: [] });
  });
});
