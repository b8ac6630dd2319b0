import { describe, expect, test } from '@jest/globals';
import { issueFromLinear } from '../src/index.ts';

const raw = {
  id: 'uuid-1',
  identifier: 'ENG-123',
  url: 'https://linear.app/example/issue/ENG-123/log-in',
  title: 'Log in',
  description: 'Text',
  priority: 2,
  priorityLabel: 'High',
  estimate: 3,
  branchName: 'ada/eng-123',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-03T00:00:00.000Z',
  state: { name: 'Todo', type: 'unstarted' },
  assignee: { name: 'Ada Lovelace', displayName: 'ada' },
  team: { key: 'ENG', name: 'Engineering' },
  project: { name: 'Sign-in' },
  cycle: { number: 7, name: null },
  parent: { identifier: 'ENG-100', title: 'Sign-in' },
  labels: { nodes: [{ name: 'web' }, { name: 'auth' }] },
  children: { nodes: [{ identifier: 'ENG-124', title: 'Form' }] },
  relations: { nodes: [{ type: 'blocks', relatedIssue: { identifier: 'ENG-130', title: 'Launch' } }] },
  inverseRelations: {
    nodes: [
      { type: 'blocks', issue: { identifier: 'ENG-90', title: 'Keys' } },
      { type: 'related', issue: { identifier: 'ENG-91', title: 'Docs' } },
      { type: 'duplicate', issue: { identifier: 'ENG-92', title: 'Same' } },
    ],
  },
  comments: {
    nodes: [
      {
        id: 'c2',
        body: 'Second',
        createdAt: '2026-01-02T00:00:00.000Z',
        user: null,
        botActor: { name: 'bot' },
        parent: { id: 'c1' },
      },
      { id: 'c1', body: 'First', createdAt: '2026-01-01T00:00:00.000Z', user: { name: 'Bo', displayName: 'bo' } },
    ],
  },
  attachments: { nodes: [{ title: 'Drawing', url: 'https://example.org/a', sourceType: 'figma' }] },
};

describe('issueFromLinear', () => {
  test('takes over every field, with relations as seen from this issue and comments in their order', () => {
    expect(issueFromLinear(raw, '2026-01-04T00:00:00.000Z')).toEqual({
      schemaVersion: 1,
      source: 'linear',
      id: 'ENG-123',
      url: raw.url,
      title: 'Log in',
      description: 'Text',
      state: 'Todo',
      labels: ['auth', 'web'],
      estimate: 3,
      priority: 'high',
      assignee: 'ada',
      project: 'Sign-in',
      cycle: '7',
      team: 'ENG',
      parent: { id: 'ENG-100', title: 'Sign-in' },
      children: [{ id: 'ENG-124', title: 'Form' }],
      relations: [
        { type: 'blocks', id: 'ENG-130', title: 'Launch' },
        { type: 'blocked by', id: 'ENG-90', title: 'Keys' },
        { type: 'related', id: 'ENG-91', title: 'Docs' },
        { type: 'duplicated by', id: 'ENG-92', title: 'Same' },
      ],
      comments: [
        { author: 'bo', createdAt: '2026-01-01T00:00:00.000Z', body: 'First', id: 'c1' },
        { author: 'bot', createdAt: '2026-01-02T00:00:00.000Z', body: 'Second', id: 'c2', parent: 'c1' },
      ],
      attachments: [{ title: 'Drawing', url: 'https://example.org/a', sourceType: 'figma' }],
      branchName: 'ada/eng-123',
      createdAt: raw.createdAt,
      updatedAt: raw.updatedAt,
      fetchedAt: '2026-01-04T00:00:00.000Z',
      workspace: 'example',
      raw,
    });
  });

  test('makes nothing up for what was not asked for', () => {
    const issue = issueFromLinear({ identifier: 'ENG-1', title: 'Bare', priority: 0, description: null }, 't');
    expect(issue).toEqual({
      schemaVersion: 1,
      source: 'linear',
      id: 'ENG-1',
      title: 'Bare',
      description: '',
      state: '',
      labels: [],
      children: [],
      relations: [],
      comments: [],
      attachments: [],
      fetchedAt: 't',
      raw: { identifier: 'ENG-1', title: 'Bare', priority: 0, description: null },
    });
  });

  test('takes control characters out of what will be printed', () => {
    const issue = issueFromLinear(
      { identifier: 'ENG-1', title: 'A\u001B[31m\u202Eb', description: 'x\u0007\ty\n' },
      't',
    );
    expect([issue.title, issue.description]).toEqual(['Ab', 'x\ty\n']);
  });

  test.each([
    [undefined, 'The answer of Linear: must be a mapping'],
    [{ title: 'x' }, '"identifier" is missing'],
    [{ identifier: 'ENG-1', title: 5 }, '"title" must be text, not 5'],
    [{ identifier: 'ENG-1', title: 'x', labels: { nodes: [{}] } }, '"labels.nodes[0].name" is missing'],
    [
      { identifier: 'ENG-1', title: 'x', relations: { nodes: [{ type: 'a' }] } },
      '"relations.nodes[0].relatedIssue" is missing',
    ],
  ])('names the field that does not fit: %#', (value, message) => {
    expect(() => issueFromLinear(value, 't')).toThrow(
      expect.objectContaining({ code: 'CDEV_E_ISSUE_MALFORMED', message: expect.stringContaining(message) }),
    );
  });

  test('refuses an identifier that would lead out of the cache', () => {
    expect(() => issueFromLinear({ identifier: '../x', title: 'x' }, 't')).toThrow(
      expect.objectContaining({ code: 'CDEV_E_ISSUE_ID_INVALID' }),
    );
  });
});
