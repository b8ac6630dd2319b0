import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext, type Files } from '@cdev/test-kit';
import { readRequirement, type RequirementSource } from '../../src/requirement/read-requirement.ts';
import { queryOf } from '../../src/requirement/requirement.ts';

const nothing: RequirementSource = { text: undefined, issue: undefined, file: undefined };

async function read(source: Partial<RequirementSource>, files: Files = {}, stdin = '') {
  await using folder = await tempFolder(files);
  const context = testContext({ cwd: folder.path, home: `${folder.path}/home`, stdin });
  return await readRequirement({ ...nothing, ...source }, context, undefined);
}

describe('readRequirement', () => {
  test('takes a text, its first line as the title', async () => {
    expect(await read({ text: '# Log in\n\nWith a key.\u001b[31m\n' })).toEqual({
      title: 'Log in',
      text: '# Log in\n\nWith a key.',
      source: 'the text given',
    });
    expect((await read({ text: 'word '.repeat(40) })).title).toMatch(/^(word )+.*…$/);
  });

  test('takes stdin', async () => {
    expect(await read({ text: '-' }, {}, 'Log in\n')).toEqual({ title: 'Log in', text: 'Log in', source: 'stdin' });
  });

  test('takes a file of any form, and does not call it an issue', async () => {
    const files = {
      'a b/wünsche.md': '# Log in\n\nWith a key.\n',
      'plain.txt': 'Log out\nsoon\n',
      'c.yaml': 'title: Log up\n',
    };
    expect(await read({ file: 'a b/wünsche.md' }, files)).toEqual({
      title: 'Log in',
      text: 'With a key.',
      source: 'a b/wünsche.md',
    });
    expect(await read({ file: 'plain.txt' }, files)).toMatchObject({ title: 'Log out', text: 'Log out\nsoon' });
    expect(await read({ file: 'c.yaml' }, files)).toMatchObject({ title: 'Log up', text: '' });
  });

  test('takes a cached issue by its id, and the file of one by its path', async () => {
    const issue = {
      identifier: 'ENG-1',
      title: 'Log in',
      description: 'With a key.',
      url: 'https://example.org/ENG-1',
    };
    const files = { '.linear-cache/ENG-1.json': JSON.stringify({ id: 'x', ...issue }), 'issue.md': '# Log out\n' };
    expect(await read({ issue: 'eng-1' }, files)).toEqual({
      title: 'Log in',
      text: 'With a key.',
      source: 'issue ENG-1',
      issue: { id: 'ENG-1', url: 'https://example.org/ENG-1' },
    });
    expect(await read({ issue: 'issue.md' }, files)).toMatchObject({ title: 'Log out' });
  });

  test.each([
    [{}, 'CDEV_E_AGENT_GENERATOR_NOTHING_ASKED'],
    [{ text: 'a', file: 'b' }, 'CDEV_E_AGENT_GENERATOR_TWO_SOURCES'],
    [{ text: ' \n' }, 'CDEV_E_AGENT_GENERATOR_TEXT_EMPTY'],
    [{ text: '-' }, 'CDEV_E_AGENT_GENERATOR_TEXT_EMPTY'],
    [{ issue: 'ENG-404' }, 'CDEV_E_AGENT_GENERATOR_ISSUE_NOT_CACHED'],
    [{ issue: 'not an id' }, 'CDEV_E_ISSUE_ID_INVALID'],
    [{ file: 'none.md' }, 'CDEV_E_ISSUE_UNREADABLE'],
    [{ file: '.' }, 'CDEV_E_ISSUE_UNREADABLE'],
    [{ file: 'empty.md' }, 'CDEV_E_ISSUE_MALFORMED'],
    [{ file: 'broken.yaml' }, 'CDEV_E_ISSUE_MALFORMED'],
    [{ file: 'broken.json' }, 'CDEV_E_ISSUE_MALFORMED'],
  ])('%j ends with %s', async (source, code) => {
    const files = { 'empty.md': '\n', 'broken.yaml': 'title: [', 'broken.json': '{' };
    await expect(read(source, files)).rejects.toMatchObject({ code });
  });
});

test('a query begins with the title, which is not said twice', () => {
  expect(queryOf({ title: 'Log in', text: 'With a key.', source: '' })).toBe('Log in\nWith a key.');
  expect(queryOf({ title: 'Log in', text: 'Log in\n\nWith a key.', source: '' })).toBe('Log in\n\nWith a key.');
});
