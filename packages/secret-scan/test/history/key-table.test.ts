import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { areKeys, countLines, KeyTable, lastLines, notAmong } from '../../src/history/key-table.ts';

const keyOf = (seed: number): string => createHash('sha1').update(String(seed)).digest('hex');
const linesOf = (keys: readonly string[]): Buffer => Buffer.from(keys.map((key) => `${key}\n`).join(''));

describe('KeyTable', () => {
  test('has all of many keys and no other one, also where thousands begin alike', () => {
    const apart = Array.from({ length: 5000 }, (_, seed) => keyOf(seed));
    const alike = apart.map((key) => `e69de29bb2d1d6434b8b29ae${key.slice(24)}`);
    const table = KeyTable.of(linesOf([...apart, ...alike]));
    expect([...apart, ...alike].every((key) => table.has(key))).toBe(true);
    const others = Array.from({ length: 5000 }, (_, seed) => keyOf(seed + 5000));
    expect(others.some((key) => table.has(key))).toBe(false);
    expect(table.has('')).toBe(false);
    expect(table.has(`${keyOf(1)}0`)).toBe(false);
  });

  test('has nothing where there is nothing', () => {
    expect(KeyTable.of(Buffer.alloc(0)).has(keyOf(1))).toBe(false);
  });
});

test('lines of keys are told from others', () => {
  expect(areKeys(Buffer.alloc(0))).toBe(true);
  expect(areKeys(linesOf([keyOf(1), keyOf(2)]))).toBe(true);
  for (const text of ['x', keyOf(1), `${keyOf(1)} `, `${keyOf(1)}\n\n`, `${keyOf(1)}x\n${keyOf(2).slice(1)}\n`])
    expect(areKeys(Buffer.from(text))).toBe(false);
});

test('keys that no line has are told', () => {
  const lines = linesOf([keyOf(1), keyOf(2)]);
  expect(notAmong(lines, new Set([keyOf(3), keyOf(2), keyOf(4)]))).toEqual([keyOf(3), keyOf(4)]);
  expect(notAmong(lines, new Set())).toEqual([]);
});

test('the last lines are counted from the end, all where there are fewer', () => {
  const lines = linesOf([keyOf(1), keyOf(2), keyOf(3)]);
  expect(countLines(lines)).toBe(3);
  expect(lastLines(lines, 2)).toEqual(linesOf([keyOf(2), keyOf(3)]));
  expect(lastLines(lines, 9)).toEqual(lines);
});
