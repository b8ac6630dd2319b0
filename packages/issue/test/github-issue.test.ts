import { describe, expect, test } from '@jest/globals';
import { issueFromGithub, type GithubAnswers } from '../src/index.ts';

const other = (number: number, repository = 'owner/repo') => ({
  number,
  title: `Issue ${number}`,
  repository_url: `https://api.github.com/repos/${repository}`,
});

const answers: GithubAnswers = {
  issue: {
    number: 12,
    title: 'Log in',
    body: 'Text\r\nmore',
    state: 'open',
    html_url: 'https://github.com/owner/repo/issues/12',
    labels: [{ name: 'web' }, { name: 'auth' }],
    assignees: [{ login: 'ada' }, { login: 'bo' }],
    milestone: { title: 'Sign-in' },
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-02T00:00:00Z',
  },
  comments: [
    { id: 1, user: { login: 'bo' }, body: 'Yes', created_at: '2026-01-02T00:00:00Z' },
    { id: 2, user: null },
  ],
  subIssues: [other(13)],
  blockedBy: [other(7, 'owner/other')],
  blocking: [other(20)],
  parent: other(10),
};

describe('issueFromGithub', () => {
  test('takes over every field', () => {
    expect(issueFromGithub('Owner/Repo#12', answers, 't')).toEqual({
      schemaVersion: 1,
      source: 'github',
      id: 'owner/repo#12',
      url: 'https://github.com/owner/repo/issues/12',
      title: 'Log in',
      description: 'Text\nmore',
      state: 'open',
      labels: ['auth', 'web'],
      assignee: 'ada, bo',
      project: 'Sign-in',
      parent: { id: 'owner/repo#10', title: 'Issue 10' },
      children: [{ id: 'owner/repo#13', title: 'Issue 13' }],
      relations: [
        { type: 'blocked by', id: 'owner/other#7', title: 'Issue 7' },
        { type: 'blocks', id: 'owner/repo#20', title: 'Issue 20' },
      ],
      comments: [
        { author: 'bo', createdAt: '2026-01-02T00:00:00Z', body: 'Yes', id: '1' },
        { author: '', createdAt: '', body: '', id: '2' },
      ],
      attachments: [],
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-02T00:00:00Z',
      fetchedAt: 't',
      workspace: 'owner',
      raw: answers,
    });
  });

  test.each([
    [{ issue: [] }, 'must be a mapping, not a list'],
    [{ issue: {} }, '"title" is missing'],
    [{ subIssues: [{ number: 1 }] }, '"subIssues[0].repository_url" is missing'],
    [{ blocking: [{ repository_url: 'https://api.github.com/repos/a/b' }] }, '"blocking[0].number" is missing'],
    [{ parent: { number: 1, repository_url: 'x' } }, '"parent.repository_url" names no repository'],
    [{ comments: ['x'] }, '"comments[0]" must be a mapping, not "x"'],
  ])('names the field that does not fit: %#', (changes, message) => {
    expect(() => issueFromGithub('owner/repo#12', { ...answers, ...changes }, 't')).toThrow(
      expect.objectContaining({ code: 'CDEV_E_ISSUE_MALFORMED', message: expect.stringContaining(message) }),
    );
  });
});
