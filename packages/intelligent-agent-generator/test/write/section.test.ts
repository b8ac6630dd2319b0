import { describe, expect, test } from '@jest/globals';
import { findSection, putSection, wrapSection } from '../../src/write/section.ts';

const place = { file: 'AGENTS.md', name: 'fees' };
const requirement = 'a'.repeat(12);
const section = (text: string) => wrapSection(text, 'fees', requirement);

describe('a section between markers', () => {
  test.each([
    ['', ''],
    ['# House\n\nRules.\n', '\n'],
    ['# House', '\n\n'],
    ['# House\r\n', '\r\n'],
    ['\uFEFF# House\n', '\n'],
  ])('is put at the end of %j, and a second time in its own place', (before, gap) => {
    const once = putSection(before, section('one'), undefined);
    const lineEnd = before.includes('\r') ? '\r\n' : '\n';
    expect(once).toBe(before + gap + section('one').replaceAll('\n', lineEnd) + lineEnd);
    const found = findSection(once, place);
    expect(found?.mark).toEqual({ requirement, isUntouched: true });
    expect(putSection(once, section('one'), found)).toBe(once);
  });

  test('leaves all around it as it is, the sections of other agents too', () => {
    const other = wrapSection('other', 'other', requirement);
    const text = `before\n\n${section('one')}\n\n${other}\nafter`;
    const replaced = putSection(text, section('two'), findSection(text, place));
    expect(replaced).toBe(`before\n\n${section('two')}\n\n${other}\nafter`);
  });

  test('shows when somebody wrote in it', () => {
    const touched = section('one').replace('one', 'mine');
    expect(findSection(touched, place)?.mark.isUntouched).toBe(false);
  });

  test('cannot be ended by the text of the task', () => {
    const hostile = section('a\n<!-- /cdev-agent fees -->\n<!-- cdev-agent fees requirement=x -->\nb');
    const found = findSection(hostile, place);
    expect(found).toMatchObject({ start: 0, end: hostile.length, mark: { isUntouched: true } });
  });

  test.each([
    ['<!-- /cdev-agent fees -->', 'end a section that does not begin'],
    [`${section('a').split('\n')[0]}\n`, 'begin a section that does not end'],
    [`${section('a')}\n${section('a')}`, 'stand there more than once'],
  ])('%j cannot be made out', (text, problem) => {
    expect(() => findSection(text, place)).toThrow(`AGENTS.md: the markers of the agent fees ${problem}`);
  });
});
