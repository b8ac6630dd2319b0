import { describe, expect, test } from '@jest/globals';
import { parseReference, type ReferencePlace } from '../../src/reference/parse-reference.ts';

const place: ReferencePlace = {
  source: 'auto',
  isFile: (path) => path === 'notes' || path === 'ENG-7',
  githubRepository: async () => 'Owner/Repo',
  githubServer: 'https://github.com',
};

describe('parseReference', () => {
  test.each([
    ['ENG-123', { source: 'linear', id: 'ENG-123' }],
    ['eng-123', { source: 'linear', id: 'ENG-123' }],
    ['https://linear.app/acme/issue/ENG-123/log-in?x=1', { source: 'linear', id: 'ENG-123' }],
    ['owner/repo#12', { source: 'github', id: 'owner/repo#12' }],
    ['#12', { source: 'github', id: 'owner/repo#12' }],
    ['https://github.com/Owner/Repo/issues/12', { source: 'github', id: 'owner/repo#12' }],
    ['https://github.com/Owner/Repo/issues/12#issuecomment-3', { source: 'github', id: 'owner/repo#12' }],
    ['https://github.com/Owner/Repo/pull/12/files', { source: 'github', id: 'owner/repo#12' }],
    ['notes', { source: 'file', path: 'notes' }],
    ['ENG-7', { source: 'file', path: 'ENG-7' }],
    ['docs/a b.md', { source: 'file', path: 'docs/a b.md' }],
    ['C:\\work\\a.YAML', { source: 'file', path: 'C:\\work\\a.YAML' }],
    ['-', { source: 'stdin' }],
  ])('%p is %j', async (word, reference) => {
    expect(await parseReference(word, place)).toEqual(reference);
  });

  test.each([
    ['linear', 'ENG-7', { source: 'linear', id: 'ENG-7' }],
    ['github', '12', { source: 'github', id: 'owner/repo#12' }],
    ['file', 'ENG-123', { source: 'file', path: 'ENG-123' }],
    ['file', '-', { source: 'stdin' }],
  ] as const)('with --source %s %p is %j', async (source, word, reference) => {
    expect(await parseReference(word, { ...place, source })).toEqual(reference);
  });

  test.each([
    ['auto', 'login', 'it is no id, no address and no file'],
    ['auto', '', 'it is no id'],
    ['auto', '../..', 'it is no id'],
    ['auto', '#0', 'an issue of GitHub is named like owner/repository#12'],
    ['auto', 'https://github.com/owner/repo', 'an issue of GitHub is named like'],
    ['auto', 'https://github.com/owner/repo/issues/12/../../../x', 'no issue'],
    ['auto', 'https://linear.app/acme/issue/..%2F..%2Fx', 'an issue of Linear is named like ENG-123'],
    ['auto', 'https://example.org/ENG-1', 'it is no id'],
    ['linear', 'owner/repo#12', 'an issue of Linear is named like ENG-123'],
    ['github', 'ENG-1', 'an issue of GitHub is named like owner/repository#12'],
  ] as const)('with --source %s %p names no issue', async (source, word, problem) => {
    const outcome = parseReference(word, { ...place, source });
    if (problem === 'no issue') await expect(outcome).resolves.toEqual({ source: 'github', id: 'owner/repo#12' });
    else
      await expect(outcome).rejects.toMatchObject({
        code: 'CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN',
        message: expect.stringContaining(problem),
      });
  });
});
