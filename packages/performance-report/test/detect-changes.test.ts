import { describe, expect, test } from '@jest/globals';
import { detectChanges } from '../src/index.ts';
import { days } from './synthetic.ts';

const dayOf = (at: number): string => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
const distance = (a: string, b: string): number => (Date.parse(a) - Date.parse(b)) / 86_400_000;

describe('detectChanges', () => {
  test.each([1, 2, 3, 4, 5])('sees nothing in 60 days of noise (seed %i)', (seed) => {
    expect(detectChanges(days(60, {}, seed))).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5])('dates a step of a tenth, and finds it within days (seed %i)', (seed) => {
    const found = detectChanges(days(60, { 40: 1.1 }, seed));
    expect(found).toHaveLength(1);
    const [change] = found;
    expect(Math.abs(distance(change?.day ?? '', dayOf(40)))).toBeLessThanOrEqual(1);
    expect(distance(change?.foundOn ?? '', dayOf(40))).toBeLessThanOrEqual(6);
    expect(change?.effect).toBeCloseTo(0.1, 1);
  });

  test('tells better from worse, and several apart', () => {
    const found = detectChanges(days(90, { 30: 1.3, 60: 0.7 }));
    expect(found.map(({ day, effect }) => [day, Math.round(effect * 10)])).toEqual([
      [dayOf(30), 3],
      [dayOf(60), -3],
    ]);
  });

  test('takes one bad day for what it is', () => {
    const points = days(60);
    points[40] = { day: dayOf(40), value: 30 };
    expect(detectChanges(points)).toEqual([]);
  });

  test('finds a small step late, by all the days it has, and leaves a tiny one', () => {
    const small = detectChanges(days(80, { 40: 1.065 }, 7));
    expect(small.length).toBeGreaterThanOrEqual(1);
    expect(small[0]?.effect).toBeGreaterThan(0.04);
    expect(detectChanges(days(80, { 40: 1.02 }, 7))).toEqual([]);
  });

  test('judges nothing before there is a level, and bears values that do not vary', () => {
    expect(detectChanges([])).toEqual([]);
    expect(detectChanges(days(6, { 3: 2 }))).toEqual([]);
    const flat = days(30).map(({ day }, at) => ({ day, value: at < 20 ? 1 : 2 }));
    expect(detectChanges(flat).map(({ day, effect }) => [day, effect])).toEqual([[dayOf(20), 1]]);
  });
});
