import { stripVTControlCharacters } from 'node:util';
import { createStyle, displayWidth } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import { narrateEnding, narrateOpening, narrateRemarks, narrateStep, type Look } from '../src/narrate.ts';
import { chapters, openingOf, remarks } from '../src/story.ts';

const look: Look = { style: createStyle(false), columns: 60 };

const step = {
  number: 2,
  title: 'Plan who does what',
  explanation: 'Every file that will change is given to exactly one agent.',
  command: 'cdev-decompose-parallel DEMO-1',
};

describe('a step', () => {
  test('is its number and title, why it is done, and the command as one would type it', () => {
    expect(narrateStep(look, step).split('\n')).toEqual([
      '',
      '   2  Plan who does what',
      '',
      '      Every file that will change is given to exactly one',
      '      agent.',
      '',
      '      $ cdev-decompose-parallel DEMO-1',
      '',
      '',
    ]);
  });

  test('has its title in the same column from the first step to the last', () => {
    const columnOf = (number: number) =>
      narrateStep(look, { ...step, number })
        .split('\n')[1]
        ?.indexOf('Plan');
    expect([columnOf(1), columnOf(9), columnOf(10)]).toEqual([6, 6, 6]);
  });

  test('does not break its command, which somebody may want to copy', () => {
    const command = `cdev-spawn-agents demo-1 ${'--run '.repeat(20)}--yes`;
    expect(narrateStep(look, { ...step, command })).toContain(`$ ${command}\n`);
  });
});

describe('remarks', () => {
  test('point at what matters in what a command said', () => {
    expect(narrateRemarks(look, ['The paged-search agent broke two tests, and is put out.']).split('\n')).toEqual([
      '',
      '      │ The paged-search agent broke two tests, and is put',
      '      │ out.',
      '',
    ]);
  });

  test('are nothing when there is nothing to point at', () => expect(narrateRemarks(look, [])).toBe(''));
});

describe('the ending', () => {
  test('lines up what to do next', () => {
    const next = [
      ['git log', 'what went in'],
      ['npm run remind', 'who hears from the library'],
    ] as const;
    expect(narrateEnding(look, { title: 'Done', text: 'The branch has moved.', next }).split('\n')).toEqual([
      '',
      '  Done',
      '',
      '  The branch has moved.',
      '',
      '  $ git log         what went in',
      '  $ npm run remind  who hears from the library',
      '',
      '',
    ]);
  });
});

describe('the look', () => {
  const everything = (at: Look): string =>
    [
      narrateOpening(at, openingOf('opencode')),
      narrateOpening(at, openingOf(undefined)),
      ...chapters.map(({ title, explanation }, index) =>
        narrateStep(at, { number: index + 1, title, explanation, command: 'cdev' }),
      ),
      narrateRemarks(at, [remarks.steppedOutside('late-fees', ['src/members/member.ts'])]),
      narrateEnding(at, { title: 'Done', text: 'The branch has moved.', next: [] }),
    ].join('');

  test('never depends on colour', () => {
    const coloured = everything({ style: createStyle(true), columns: 80 });
    expect(stripVTControlCharacters(coloured)).toBe(everything({ style: createStyle(false), columns: 80 }));
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  });

  test('keeps within the terminal, and within what one likes to read', () => {
    const widest = (columns: number): number =>
      Math.max(
        ...everything({ style: createStyle(false), columns })
          .split('\n')
          .map(displayWidth),
      );
    expect(widest(60)).toBeLessThanOrEqual(60);
    expect(widest(80)).toBeLessThanOrEqual(80);
    expect(widest(400)).toBeLessThanOrEqual(100);
  });

  test('leaves no spaces at the ends of lines', () => {
    expect(everything(look)).not.toMatch(/ \n/);
  });
});
