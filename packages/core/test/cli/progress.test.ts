import { describe, expect, test } from '@jest/globals';
import { createProgress } from '../../src/cli/progress.ts';
import { createStyle, wantsColour } from '../../src/cli/style.ts';

function record(isLive: boolean) {
  let text = '';
  const output = { write: (part: string) => void (text += part), isTerminal: isLive, columns: 40, rows: 5 };
  return { progress: createProgress(output, createStyle(false), isLive), text: () => text };
}

describe('progress', () => {
  test('is plain lines where there is no terminal: one for each end and note', () => {
    const { progress, text } = record(false);
    const task = progress.begin('fetch');
    task.update('half way');
    progress.note('a note');
    task.done('3 issues');
    task.failed('too late to fail');
    expect(text().replaceAll(/\d+ ms/g, 'N ms')).toBe('a note\n✓ fetch  3 issues  N ms\n');
  });

  test('is a list on a terminal that never exceeds the window and leaves only what ended', () => {
    const { progress, text } = record(true);
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f'].map((label) => progress.begin(label.repeat(60)));
    tasks[0]?.done();
    progress.close();
    const frames = text().split('\u001B[0J');
    for (const frame of frames) {
      expect(frame.split('\n').length).toBeLessThanOrEqual(6);
    }
    expect(frames.at(-1)).toBe('');
  });
});

describe('colour', () => {
  test.each([
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{}, false, false],
  ])('with %j on a terminal: %s gives %s', (env, isTerminal, colour) =>
    expect(wantsColour(env, isTerminal)).toBe(colour),
  );
});
