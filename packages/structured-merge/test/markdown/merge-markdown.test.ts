import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

const text = (...items: string[]): string => lines('# Title', '', ...items, '', 'The end.');
const merge = (base: string, ours: string, theirs: string) => merged({ path: 'docs/a.md', base, ours, theirs });
const hunksOf = async (base: string, ours: string, theirs: string) =>
  (await conflict({ path: 'docs/a.md', base, ours, theirs })).hunks.length;
const refuse = (base: string, ours: string, theirs: string) => conflict({ path: 'docs/a.md', base, ours, theirs });

describe('a Markdown list', () => {
  test('has the items that either side added, changed or took out', async () => {
    const result = await merge(
      text('- apples', '- grapes', '- melons'),
      text('- apples from here', '- grapes', '- pears, which are new', '- melons'),
      text('- apples', '- quinces of another kind', '  with more below', '- melons'),
    );
    expect(result.content).toBe(
      text(
        '- apples from here',
        '- pears, which are new',
        '- quinces of another kind',
        '  with more below',
        '- melons',
      ),
    );
    expect(result.resolutions).toMatchObject([{ rule: 'list', confidence: 'guess' }]);
    expect(result.lost).toEqual([]);
  });

  test('that is sorted stays so, whichever side comes first', async () => {
    const base = ['- `[a]` one', '- `[c]` two', '- `[e]` three', '- `[g]` four', '- `[z]` last'];
    const withItem = (item: string) => text(...base.slice(0, 4), item, ...base.slice(4));
    const ours = withItem('- `[p]` our words');
    const theirs = withItem('- `[k]` theirs entirely');
    const both = text(...base.slice(0, 4), '- `[k]` theirs entirely', '- `[p]` our words', ...base.slice(4));
    for (const [one, other] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const result = await merge(text(...base), one, other);
      expect(result.content).toBe(both);
      expect(result.resolutions).toMatchObject([{ rule: 'list', trait: 'sorted' }]);
    }
  });

  test.each([
    ['one item that both changed', ['- limit is 1'], ['- limit is ours()'], ['- limit is [theirs]']],
    [
      'an item that one changed and the other took out',
      ['- a', '- limit is 1'],
      ['- a', '- limit is 2 now'],
      ['- a', '- b'],
    ],
    [
      'one item that both added in different words',
      [],
      ['- See [the guide](a) for more'],
      ['- See [the guide](b) for more of it'],
    ],
    [
      'numbers that would have to be counted anew',
      ['1. one'],
      ['1. one', '2. ours here'],
      ['1. one', '2. another of theirs'],
    ],
  ])('is left open with %s', async (_, base, ours, theirs) => {
    expect(await hunksOf(text(...base), text(...ours), text(...theirs))).toBe(1);
  });

  test('is none within a block of code', async () => {
    const fenced = (...items: string[]) => lines('```yaml', ...items, '```');
    expect(await hunksOf(fenced('- a'), fenced('- a', '- mine'), fenced('- a', '- theirs'))).toBe(1);
  });
});

describe('a Markdown table, and the definitions of links', () => {
  const table = (...rows: string[]) => lines('| name | what |', '| --- | --- |', ...rows, '', 'End.');

  test('have the rows of both, known by their first cell', async () => {
    const result = await merge(
      table('| a | 1 |', '| b | 2 |'),
      table('| a | one |', '| b | 2 |', '| x | of ours |'),
      table('| a | 1 |', '| b | 2 |', '| y | by others |'),
    );
    expect(result.content).toBe(table('| a | one |', '| b | 2 |', '| x | of ours |', '| y | by others |'));
  });

  test('are left open where a column came or one row was changed twice', async () => {
    const base = table('| a | 1 |');
    expect(await hunksOf(base, table('| a | f() |'), table('| a | [2] |'))).toBe(1);
    const columns = [table('| a | 1 |', '| x | of ours |'), table('| a | 1 |', '| y | by others | z |')] as const;
    expect(await hunksOf(base, ...columns)).toBe(1);
  });

  test('are joined by label, and never twice', async () => {
    const links = (...more: string[]) => lines('See [x] and [y].', '', '[top]: ./top', ...more);
    const result = await merge(links(), links('[x]: https://x.example/one'), links('[y]: ./other/place'));
    expect(result.content).toBe(links('[x]: https://x.example/one', '[y]: ./other/place'));
    const { reason } = await refuse(
      lines('[m]: ./m', ...Array.from({ length: 9 }, (_, at) => `text ${at}`), '[n]: ./n'),
      lines('[x]: ./ours', '[m]: ./m', ...Array.from({ length: 9 }, (_, at) => `text ${at}`), '[n]: ./n'),
      lines('[m]: ./m', ...Array.from({ length: 9 }, (_, at) => `text ${at}`), '[n]: ./n', '[X]: ./theirs'),
    );
    expect(reason).toContain('[x] is defined twice');
  });
});

describe('Markdown sections', () => {
  const section = (name: string, ...body: string[]) => [`## ${name}`, '', ...body, ''];

  test('that both sides added at one place are both kept, with all that is in them', async () => {
    const frame = (...middle: string[]) => lines('# Top', '', ...middle, ...section('End', 'The end.'));
    const ours = section('Caching', 'Words of ours.', '', '```sh', '# no heading', 'run it', '```');
    const theirs = section('Logging', 'Quite other ones.', '', '- with a list');
    const result = await merge(frame(), frame(...ours), frame(...theirs));
    expect(result.content).toBe(frame(...ours, ...theirs));
    expect(result.resolutions).toMatchObject([{ rule: 'section', confidence: 'guess' }]);
    expect(result.lost).toEqual([]);
  });

  test('are merged one by one with where their decisions are in the whole file', async () => {
    const frame = (words: string, ...more: string[]) =>
      lines('# Top', '', ...section('One', words), ...more, ...section('Two', 'Last words.'));
    const result = await merge(
      frame('It takes one second'),
      frame('It takes two seconds', ...section('Ours', 'Of ours.')),
      frame('It really takes one second', ...section('Theirs', 'By others.')),
    );
    expect(result.content).toBe(
      frame('It really takes two seconds', ...section('Ours', 'Of ours.'), ...section('Theirs', 'By others.')),
    );
    expect(result.resolutions.map(({ where }) => where)).toContain('line 5');
  });

  test('of which one was taken out on one side and changed on the other stay open', async () => {
    const frame = (...middle: string[]) => lines('# Top', '', ...middle, ...section('End', 'The end.'));
    const changed = frame(...section('Gone', 'changed much', 'and more'));
    expect(await hunksOf(frame(...section('Gone', 'words here')), frame(...section('New', 'ours')), changed)).toBe(1);
  });

  test('are not merged into a block of code without an end', async () => {
    const filler = Array.from({ length: 9 }, (_, at) => `text ${at}`);
    const { reason } = await refuse(
      lines('```', 'a', '```', ...filler, '```', 'b', '```'),
      lines('a', ...filler, '```', 'b', '```', '```', 'c', '```'),
      lines('```', 'a', ...filler, 'b', '```'),
    );
    expect(reason).toMatch(/block of code|different ways/);
  });
});
