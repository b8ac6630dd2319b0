import { describe, expect, test } from '@jest/globals';
import { parseIssue, serialiseIssue } from '../src/index.ts';
import { sampleIssue } from './sample-issue.ts';

function changed(changes: object): string {
  return serialiseIssue({ ...sampleIssue, ...changes });
}

describe('parseIssue', () => {
  test('reads back all that was written', async () => {
    expect(await parseIssue(serialiseIssue(sampleIssue), 'ENG-123.json')).toEqual(sampleIssue);
  });

  test('takes lists that are not there as empty, and null as not there', async () => {
    const text = '{ "schemaVersion": 1, "source": "file", "id": "a", "title": "A", "fetchedAt": "t", "parent": null }';
    expect(await parseIssue(text, 'a.json')).toEqual({
      schemaVersion: 1,
      source: 'file',
      id: 'a',
      title: 'A',
      description: '',
      state: '',
      labels: [],
      children: [],
      relations: [],
      comments: [],
      attachments: [],
      fetchedAt: 't',
    });
  });

  test('does not mind a byte order mark', async () => {
    expect((await parseIssue(`\uFEFF${serialiseIssue(sampleIssue)}`, 'x.json')).id).toBe('ENG-123');
  });

  test.each([
    [changed({ title: 3 }), 'x.json:6: "title" must be text, not 3'],
    [changed({ title: '' }), 'x.json:6: "title" is missing'],
    [changed({ labels: ['a', { b: 1 }] }), 'x.json:11: "labels[1]" must be text, not a mapping'],
    [changed({ labels: 'a' }), 'x.json:9: "labels" must be a list, not "a"'],
    [changed({ estimate: 'many' }), 'x.json:13: "estimate" must be a number, not "many"'],
    [changed({ parent: 'ENG-100' }), 'x.json:19: "parent" must be a mapping, not "ENG-100"'],
    [changed({ comments: [{ body: [] }] }), 'x.json:37: "comments[0].body" must be text, not a list'],
    [changed({ source: 'jira' }), 'x.json:3: "source" must be one of linear, github, file, stdin'],
    [changed({ schemaVersion: '0' }), 'x.json:2: "schemaVersion" must be 1'],
    ['[]', 'x.json:1: the document must be a mapping, not a list'],
    ['', 'x.json:1: the file is empty'],
    ['{\n  "id": "a",\n', 'x.json:3: this is no JSON: Expected double-quoted property name'],
    ['{\n  "id": "a"', 'x.json:2: this is no JSON: '],
    ['<html>', 'x.json:1: this is no JSON: Unexpected token \'<\', "<html>" is not valid JSON'],
  ])('names file, line and field of what does not fit: %#', async (text, message) => {
    await expect(parseIssue(text, 'x.json')).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_MALFORMED',
      message: expect.stringContaining(message),
    });
  });

  test('refuses an id that would lead out of the cache', async () => {
    await expect(parseIssue(changed({ id: '../../x' }), 'x.json')).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_ID_INVALID',
    });
  });

  test('says when a newer version wrote it', async () => {
    await expect(parseIssue(changed({ schemaVersion: 2 }), 'x.json')).rejects.toMatchObject({
      code: 'CDEV_E_ISSUE_SCHEMA_NEWER',
      message: 'x.json has schema version 2; this version reads 1',
    });
  });
});
