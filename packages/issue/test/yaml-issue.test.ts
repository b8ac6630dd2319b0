import { describe, expect, test } from '@jest/globals';
import { parseYamlIssue } from '../src/index.ts';

describe('parseYamlIssue', () => {
  test('reads an issue written by hand under the names of this house', async () => {
    const text = `
title: Log in
description: |
  With a passkey.

  - [ ] no password
labels: [auth]
estimate: 2
parent: { id: ENG-1 }
relations:
  - { type: blocks, id: ENG-3, title: Launch }
`;
    expect(await parseYamlIssue(text, 'work/log-in.yaml', { fetchedAt: 't' })).toEqual({
      schemaVersion: 1,
      source: 'file',
      id: 'log-in',
      title: 'Log in',
      description: 'With a passkey.\n\n- [ ] no password\n',
      state: '',
      labels: ['auth'],
      estimate: 2,
      parent: { id: 'ENG-1' },
      children: [],
      relations: [{ type: 'blocks', id: 'ENG-3', title: 'Launch' }],
      comments: [],
      attachments: [],
      fetchedAt: 't',
    });
  });

  test("reads the ancestors' cache in YAML", async () => {
    const text = `id: 0f1e
identifier: ENG-5
title: Log in
description: |-
  Text
  more
priority: 1
priorityLabel: Urgent
state:
  name: Todo
assignee:
team:
  name: Engineering
project:
createdAt: '2025-07-08T19:20:47.703Z'
updatedAt: 2025-07-08T19:20:48.917Z
`;
    expect(await parseYamlIssue(text, 'ENG-5.yaml', { fetchedAt: 't' })).toMatchObject({
      source: 'linear',
      id: 'ENG-5',
      description: 'Text\nmore',
      priority: 'urgent',
      state: 'Todo',
      team: 'Engineering',
      updatedAt: '2025-07-08T19:20:48.917Z',
    });
  });

  test.each([
    ['labels: []', 'a.yaml:1: "title" is missing'],
    ['title: A\nestimate: many', 'a.yaml:2: "estimate" must be a number, not "many"'],
    ['title: A\nparent: {}', 'a.yaml:2: "parent.id" is missing'],
    ['identifier: ENG-1\ntitle: [a]', 'a.yaml:2: "title" must be text, not a list'],
    ['just text', 'a.yaml:1: the document must be a mapping, not "just text"'],
    ['', 'a.yaml:1: the document must be a mapping, not null'],
    ['title: "A', 'a.yaml:1: this is no YAML'],
    ['title: A\n\tstate: b', 'a.yaml:2: this is no YAML'],
  ])('names file, line and field of what does not fit: %j', async (text, message) => {
    await expect(parseYamlIssue(text, 'a.yaml')).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_MALFORMED',
      message: expect.stringContaining(message),
    });
  });

  test('refuses a document whose aliases would fill the memory', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 9; depth += 1) {
      const alias = `*a${depth - 1}`;
      lines.push(`a${depth}: &a${depth} [${Array.from({ length: 10 }, () => alias).join(', ')}]`);
    }
    await expect(parseYamlIssue(lines.join('\n'), 'a.yaml')).rejects.toMatchObject({ code: 'CDEV_E_ISSUE_MALFORMED' });
  });
});
