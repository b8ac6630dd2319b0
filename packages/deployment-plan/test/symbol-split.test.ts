import { describe, expect, test } from '@jest/globals';
import { checkPlan, parsePlan, serialisePlan, symbolOwner, symbolWords, type SymbolShare } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const symbols: readonly SymbolShare[] = [
  { agent: 'cart', names: ['total', 'Basket'] },
  { agent: 'auth', names: ['*'] },
];
const entry = shared('src/desk.ts', { rule: 'symbols', agents: ['auth', 'cart'], symbols });
const agents = [agent('auth'), agent('cart')];
const plan = planOf(agents, { shared: [entry] });

describe('a file that is split by symbol', () => {
  test('is read back as it was written, with fields that are not known', () => {
    expect(parsePlan(serialisePlan(plan), 'plan.yaml')).toEqual(plan);
    const more = { ...entry, symbols: [{ ...symbols[0]!, unknownFields: { since: 1 } }, symbols[1]!] };
    const read = parsePlan(serialisePlan(planOf(agents, { shared: [more] })), 'plan.yaml');
    expect(read.shared).toEqual([more]);
    expect(checkPlan(read).map(({ where }) => where)).toEqual(['shared[0].symbols[0].since']);
  });

  test('is work enough for an agent that owns nothing else', () => {
    expect(checkPlan(planOf([agent('auth'), agent('cart', { owns: [] })], { shared: [entry] }))).toEqual([]);
  });

  test('has one owner for each symbol, of a class with all its members', () => {
    const ownerOf = (name: string) => symbolOwner(entry, name);
    expect(['total', 'Basket', 'Basket.add', 'totals', 'login'].map(ownerOf)).toEqual([
      'cart',
      'cart',
      'cart',
      'auth',
      'auth',
    ]);
    expect(symbolOwner({ symbols: [symbols[0]!] }, 'login')).toBeUndefined();
    expect(symbolWords(entry, 'cart')).toBe('`total` and `Basket`');
    expect(symbolWords(entry, 'auth')).toBe('everything but `total` and `Basket`');
    expect(symbolWords(entry, 'other')).toBe('nothing that is there');
  });

  test.each([
    ['is sound', {}, []],
    ['a pattern', { path: 'src/desk/*.ts' }, ['error shared[0].path']],
    [
      'all agents',
      { agents: ['*'] },
      ['error shared[0].agents', 'error shared[0].symbols[0].agent', 'error shared[0].symbols[1].agent'],
    ],
    ['no symbols', { symbols: undefined }, ['error shared[0].symbols', 'error shared[0].symbols']],
    ['one without', { symbols: [symbols[0]!] }, ['error shared[0].symbols']],
    ['an agent that does not share it', { agents: ['cart'] }, ['error shared[0].symbols[1].agent']],
    [
      'a symbol of two',
      { symbols: [symbols[0]!, { agent: 'auth', names: ['total'] }] },
      ['error shared[0].symbols[1].names'],
    ],
    [
      'two with all others',
      { symbols: [{ agent: 'cart', names: ['*'] }, symbols[1]!] },
      ['error shared[0].symbols[1].names'],
    ],
    ['symbols under another rule', { rule: 'json' }, ['warning shared[0].symbols']],
  ] as const)('%s', (_, fields, expected) => {
    const { symbols: given, ...rest } = { ...entry, ...fields };
    const changed = { ...rest, ...(given && { symbols: given }) };
    const findings = checkPlan(planOf(agents, { shared: [changed] }));
    expect(findings.map(({ severity, where }) => `${severity} ${where}`)).toEqual(expected);
    expect(findings.every(({ rule, fix }) => rule === 'symbol-split' && fix !== '')).toBe(true);
  });
});
