import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isGithubId, isLinearId, issueFile, issueIdFrom, issuesFolder, normaliseIssueId } from '../src/index.ts';

describe('an id', () => {
  test.each([
    ['ENG-123', 'ENG-123'],
    [' eng-123 ', 'ENG-123'],
    ['Owner/Some.Repo_2#12', 'owner/some.repo_2#12'],
    ['owner/.github#3', 'owner/.github#3'],
    ['login-form.v2', 'login-form.v2'],
    ['e\u0301te\u0301', '\u00E9t\u00E9'],
    ['für-später', 'für-später'],
    ['日本語', '日本語'],
  ])('%p is spelt %p', (text, id) => expect(normaliseIssueId(text)).toBe(id));

  test.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['..', 'only letters'],
    ['../../etc/passwd', 'only letters'],
    ['/etc/passwd', 'only letters'],
    ['C:\\windows', 'only letters'],
    ['a/b', 'only letters'],
    ['a/..#1', 'only letters'],
    ['owner/repository#0', 'only letters'],
    ['owner/repository#1/../..', 'only letters'],
    ['.hidden', 'only letters'],
    ['-rf', 'only letters'],
    ['a b', 'only letters'],
    ['a\0b', 'only letters'],
    ['a\nb', 'only letters'],
    ['a+b', 'only letters'],
    ['a\u202Eb', 'only letters'],
    ['x'.repeat(201), 'longer than 200 bytes'],
    ['日'.repeat(67), 'longer than 200 bytes'],
    ['con', 'Windows keeps this name'],
    ['NUL.txt', 'Windows keeps this name'],
  ])('%p is none', (text, problem) =>
    expect(() => normaliseIssueId(text)).toThrow(
      expect.objectContaining({ code: 'CDEV_E_ISSUE_ID_INVALID', message: expect.stringContaining(problem) }),
    ),
  );

  test('is told apart by its form', () => {
    expect(['ENG-1', 'e2e-99', 'ENG-0', 'ENG', '1-1', 'ENG-1x'].map(isLinearId)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(['a/b#1', 'a/b.c#12', 'a/b', 'a#1', 'a/b#', 'a/b/c#1', 'a/..#1'].map(isGithubId)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['Login form (v2)', 'Login-form-v2'],
    ['../../etc/passwd', 'etc-passwd'],
    ['--- ', undefined],
    ['', undefined],
    ['con', undefined],
    ['eng-7', 'ENG-7'],
  ])('is made from %p as %p', (text, id) => expect(issueIdFrom(text)).toBe(id));
});

describe('the file of an issue', () => {
  test('is in the cache folder, whatever the id', () => {
    expect(issueFile('/cache', 'eng-7')).toBe(join('/cache', 'ENG-7.json'));
    expect(issueFile('/cache', 'owner/repo#12')).toBe(join('/cache', 'owner+repo+12.json'));
    expect(() => issueFile('/cache', '../x')).toThrow(expect.objectContaining({ code: 'CDEV_E_ISSUE_ID_INVALID' }));
  });

  test('is with the repository when there is one', () => {
    expect(issuesFolder({ commonDir: '/r/.git', home: '/h/.cdev' })).toBe(join('/r/.git', 'cdev', 'issues'));
    expect(issuesFolder({ home: '/h/.cdev' })).toBe(join('/h/.cdev', 'issues'));
  });
});
