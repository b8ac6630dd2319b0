import { describe, expect, test } from '@jest/globals';
import { budgetProblems, budgetText, overBudget, readBudget } from '../src/index.ts';

describe('a budget', () => {
  test('is an object of limits that are known and above nothing', () => {
    expect(budgetProblems({ start: 1.5, cpuRatio: 8, memory: 200, smoke: 5 })).toEqual([]);
    expect(budgetProblems({ start: 0, memory: '200', peak: 1 })).toEqual([
      '"budget.peak" is not known; there are start, cpuRatio, memory, smoke',
      '"budget.start" must be a number above 0',
      '"budget.memory" must be a number above 0',
    ]);
    for (const wrong of [5, null, [], 'much']) expect(budgetProblems(wrong)).toEqual(['"budget" must be an object']);
  });

  test('of others is read as far as it can be used', () => {
    expect(readBudget({ start: -1, memory: 200, peak: 1, smoke: Number.NaN })).toEqual({ memory: 200 });
    expect([readBudget(undefined), readBudget(7)]).toEqual([{}, {}]);
  });

  test('says what is over it, and what it allows', () => {
    const budget = { start: 1.5, memory: 200, smoke: 2 };
    expect(overBudget(budget, { start: 1.654, cpuRatio: 99, memory: 200, smoke: 2.5 })).toEqual([
      'start 1.65×, the budget is 1.5×',
      'smoke run 2.5 s, the budget is 2 s',
    ]);
    expect(overBudget(budget, {})).toEqual([]);
    expect(budgetText(budget)).toBe('start 1.5×, memory 200 MB, smoke run 2 s');
    expect(budgetText(undefined)).toBe('');
  });
});
