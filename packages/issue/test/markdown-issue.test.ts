import { describe, expect, test } from '@jest/globals';
import { parseMarkdownIssue } from '../src/index.ts';

const given = { fetchedAt: 't' };

async function titleAndDescription(text: string): Promise<readonly [string, string]> {
  const { title, description } = await parseMarkdownIssue(text, 'a.md', given);
  return [title, description];
}

describe('parseMarkdownIssue', () => {
  test('takes the first heading as title and keeps sections and task lists', async () => {
    const text = '# Log in\n\nWith a passkey.\n\n## Acceptance\n\n- [ ] no password\n- [x] a drawing\n';
    expect(await parseMarkdownIssue(text, 'docs/log in (ü).md', given)).toEqual({
      schemaVersion: 1,
      source: 'file',
      id: 'log-in-ü',
      title: 'Log in',
      description: 'With a passkey.\n\n## Acceptance\n\n- [ ] no password\n- [x] a drawing',
      state: '',
      labels: [],
      children: [],
      relations: [],
      comments: [],
      attachments: [],
      fetchedAt: 't',
    });
  });

  test('takes any field from the front matter, as it was typed', async () => {
    const text =
      '---\r\nid: eng-7\r\nlabels: [auth, 1.10]\r\nestimate: 3\r\nstate: yes\r\nproject:\r\n---\r\n# Log in\r\nText\r\n';
    const issue = await parseMarkdownIssue(text, 'x.md', given);
    expect(issue).toMatchObject({
      id: 'ENG-7',
      labels: ['auth', '1.10'],
      estimate: 3,
      state: 'yes',
      description: 'Text',
    });
    expect(issue).not.toHaveProperty('project');
  });

  test('a title in the front matter leaves the headings where they are', async () => {
    expect(await titleAndDescription('---\ntitle: Log in\n---\n# Why\nBecause')).toEqual(['Log in', '# Why\nBecause']);
  });

  test.each([
    ['Log in\n======\n\nText', 'Log in', 'Text'],
    ['\n\n### Log in ###\nText', 'Log in', 'Text'],
    ['Before\n\n# Log in\nAfter', 'Log in', 'Before\n\nAfter'],
    ['```sh\n# no heading\n```\n# Log in', 'Log in', '```sh\n# no heading\n```'],
    ['~~~~\n~~~\n# no heading\n~~~~\n# Log in', 'Log in', '~~~~\n~~~\n# no heading\n~~~~'],
    ['- item\n---\n# Log in', 'Log in', '- item\n---'],
    ['#hashtag first\n\nText', '#hashtag first', '#hashtag first\n\nText'],
    ['Only one line', 'Only one line', 'Only one line'],
    ['---\n# Log in', 'Log in', '---'],
    ['---\n---\n# Log in', 'Log in', ''],
    ['\uFEFF# Log in', 'Log in', ''],
  ])('finds title and description in %j', async (text, title, description) => {
    expect(await titleAndDescription(text)).toEqual([title, description]);
  });

  test.each([
    // Several counted headings and no other: the first is a part, not the title of the others.
    ['## 1. Fees\n\nCount.\n\n## 2. Search\n\nPages.', 'Fees', '## 1. Fees\n\nCount.\n\n## 2. Search\n\nPages.'],
    ['## 1.\n\nCount fees.\n\n## 2.\n\nPages.', 'Count fees.', '## 1.\n\nCount fees.\n\n## 2.\n\nPages.'],
    ['# 1. Fees\n\nCount.\n\n## 2. Search\n\nPages.', 'Fees', 'Count.\n\n## 2. Search\n\nPages.'],
    ['Both:\n\n## 1. Fees\n\n## 2. Search', 'Both:', 'Both:\n\n## 1. Fees\n\n## 2. Search'],
    ['# 1) Fees\n\nCount.', 'Fees', 'Count.'],
    ['1. Count fees\n2. Search', 'Count fees', '1. Count fees\n2. Search'],
    ['# 1.', '1.', ''],
    ['# 2 desks\n\n# 3.5 upgrade', '2 desks', '# 3.5 upgrade'],
  ])('the number of a counted heading is not its title: %j', async (text, title, description) => {
    expect(await titleAndDescription(text)).toEqual([title, description]);
  });

  test('gives text from stdin an id of its title', async () => {
    const issue = await parseMarkdownIssue('# Log In!\n', '-', { source: 'stdin', fetchedAt: 't' });
    expect(issue).toMatchObject({ source: 'stdin', id: 'log-in', title: 'Log In!' });
    expect((await parseMarkdownIssue('# ***\n', '-', { source: 'stdin' })).id).toBe('issue');
  });

  test.each([
    ['', 'a.md:1: there is no text, so no title'],
    [' \n\n', 'a.md:1: there is no text, so no title'],
    ['---\nlabels: 3\n---\n# A', 'a.md:2: "labels" must be a list, not "3"'],
    ['---\nid: a\ncomments:\n  - body: [x]\n---\n# A', 'a.md:4: "comments[0].body" must be text, not a list'],
    ['---\n- a\n---\n# A', 'a.md:1: the document must be a mapping, not a list'],
    ['---\nid: a\nid: b\n---\n# A', 'a.md:3: this is no YAML: Map keys must be unique'],
    ['---\nid: "a\n---\n# A', 'this is no YAML: Missing closing "quote'],
  ])('names file, line and field of what does not fit: %j', async (text, message) => {
    await expect(parseMarkdownIssue(text, 'a.md', given)).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_MALFORMED',
      message: expect.stringContaining(message),
    });
  });

  test('takes control characters out of what will be printed', async () => {
    expect(await titleAndDescription('# A\u001B[31m\u202Eb\n\nx\u0007\ty')).toEqual(['Ab', 'x\ty']);
  });

  test('refuses an id that is none', async () => {
    await expect(parseMarkdownIssue('---\nid: ../x\n---\n# A', 'a.md')).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_ID_INVALID',
    });
  });
});
