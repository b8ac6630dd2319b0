import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { KeyTable, type KeptTable } from '../../src/history/key-table.ts';

const keyOf = (seed: number): string => createHash('sha1').update(String(seed)).digest('hex');
const keysOf = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => keyOf(from + at));
const linesOf = (keys: readonly string[]): Buffer => Buffer.from(keys.map((key) => `${key}\n`).join(''));
const hasAll = (table: KeyTable, keys: readonly string[]): boolean => keys.every((key) => table.has(key));
const hasAny = (table: KeyTable, keys: readonly string[]): boolean => keys.some((key) => table.has(key));

const again = ({ lines, slots }: KeptTable): KeyTable => KeyTable.kept(Buffer.concat(lines), slots);

describe('KeyTable', () => {
  test('has all of many keys and no other one, also where thousands begin alike', () => {
    const apart = keysOf(0, 5000);
    const alike = apart.map((key) => `e69de29bb2d1d6434b8b29ae${key.slice(24)}`);
    const table = KeyTable.of(linesOf([...apart, ...alike]));
    expect(hasAll(table, [...apart, ...alike])).toBe(true);
    expect(hasAny(table, keysOf(5000, 10_000))).toBe(false);
    expect(table.has('')).toBe(false);
    expect(table.has(`${keyOf(1)}0`)).toBe(false);
  });

  test('has nothing where there is nothing', () => {
    expect(KeyTable.of(Buffer.alloc(0)).has(keyOf(1))).toBe(false);
  });

  test('is kept with more keys, few and many', () => {
    let table = KeyTable.of(linesOf(keysOf(0, 10)));
    for (const [from, to] of [
      [10, 11],
      [11, 12],
      [12, 5000],
      [5000, 5000],
    ] as const) {
      table = again(table.keepWith(keysOf(from, to), 10_000));
      expect(hasAll(table, keysOf(0, to))).toBe(true);
      expect(hasAny(table, keysOf(to, to + 1000))).toBe(false);
    }
  });

  test('forgets the oldest fifth when there are too many', () => {
    const kept = KeyTable.of(linesOf(keysOf(0, 95))).keepWith(keysOf(95, 101), 100);
    expect(kept.count).toBe(80);
    expect(hasAny(again(kept), keysOf(0, 21))).toBe(false);
    expect(hasAll(again(kept), keysOf(21, 101))).toBe(true);
  });

  test.each([
    ['are all taken', (slots: Uint32Array) => slots.fill(7)],
    ['lead behind the end', (slots: Uint32Array) => slots.fill(4_000_000_000)],
    ['are all free', (slots: Uint32Array) => slots.fill(0)],
  ])('whose places %s says of no key that it is there which is not, and takes more', (_, spoil) => {
    const { lines, slots } = KeyTable.of(linesOf(keysOf(0, 20)));
    const table = KeyTable.kept(lines, spoil(slots.slice()));
    expect(hasAny(table, keysOf(20, 40))).toBe(false);
    expect(hasAny(again(table.keepWith(keysOf(40, 45), 100)), keysOf(20, 40))).toBe(false);
  });
});
