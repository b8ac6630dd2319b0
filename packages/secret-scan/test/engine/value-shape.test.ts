import { expect, test } from '@jest/globals';
import { bareInCode } from '../../src/assignment/bare-in-code.ts';
import { readValue } from '../../src/assignment/read-value.ts';
import type { NameClass } from '../../src/assignment/name-class.ts';
import { leastValue } from '../../src/engine/value-shape.ts';
import { mayBeRead } from './plain-value.ts';
import { numbersFrom, pieces } from './random-text.ts';

const kinds = Object.keys(leastValue) as NameClass[];

interface Trial {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Whether a value is there that is long enough: what `mayBeRead` must not deny. */
function isRead({ text, start, end }: Trial, kind: NameClass, allowsBare: boolean): boolean {
  let from = start;
  let to = end;
  while (from < to && '-.$'.includes(text[from]!)) from += 1;
  while (to > from && '-.'.includes(text[to - 1]!)) to -= 1;
  const isBare = allowsBare || bareInCode(text, from, to) !== undefined;
  const value = readValue(text, to, from > 0 ? text.charAt(from - 1) : '', isBare);
  return value !== undefined && value.end - value.start >= leastValue[kind];
}

function trial(next: (below: number) => number): Trial {
  const before = [`x${'<:-?&;. '.charAt(next(8))}`, '// ', "'host=a ", ' * ', 'a # ', '', '', ''][next(8)] as string;
  let text = `${before}${['tok', 'tok', '-tok', 'tok-', '$tok.'][next(5)] as string}`;
  let end = text.length;
  for (let count = 1 + next(8); count > 0; count -= 1) text += pieces[next(pieces.length)]!;
  while (end < text.length && /[\w.$-]|[^\0-\x7f]/.test(text[end]!)) end += 1;
  return { text, start: before.length, end };
}

test.each([1, 2, 3, 4])('no value that can be read is denied: 40,000 random texts, seed %d', (seed) => {
  const next = numbersFrom(seed);
  let denied = 0;
  let read = 0;
  for (let at = 0; at < 40_000; at += 1) {
    const each = trial(next);
    const kind = kinds[next(kinds.length)]!;
    const allowsBare = next(2) === 1;
    const may = mayBeRead(Buffer.from(each.text, 'latin1'), each, kind, allowsBare);
    const is = isRead(each, kind, allowsBare);
    if (is && !may) throw new Error(`denied for ${kind}: ${JSON.stringify(each)}`);
    denied += may ? 0 : 1;
    read += is ? 1 : 0;
  }
  expect(read).toBeGreaterThan(500);
  expect(denied).toBeGreaterThan(20_000);
});

test.each([
  ['use pass_fs::file_mode::{executable};', false],
  ['password) {', false],
  ['// we pass the node to visitors', false],
  ['password = "hunter2x"', true],
  ['password: string = "hunter2x"', true],
  ['"password": "hunter2x"', true],
  ['password=\n  "hunter2x"', true],
  ['password = "hun"', false],
  ['<password>hunter2x</password>', true],
  ['password = Buffer.from("hunter2x")', true],
  ['password = process.env.PASSWORD || "hunter2x"', true],
])('%s', (text, may) => {
  const start = text.indexOf('pass');
  const end = start + /^[\w.$-]+/.exec(text.slice(start))![0].length;
  expect(mayBeRead(Buffer.from(text), { start, end }, 'password', false)).toBe(may);
});
