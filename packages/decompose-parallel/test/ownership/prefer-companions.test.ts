import { describe, expect, test } from '@jest/globals';
import type { Claim } from '../../src/ownership/claims.ts';
import { preferCompanions } from '../../src/ownership/prefer-companions.ts';

const claim = (path: string, group: number, strength: number): Claim => ({ path, group, strength, reason: path });
const strengths = (claims: readonly Claim[]): readonly number[] =>
  claims.map(({ strength }) => Math.round(strength * 1000) / 1000);

/** What changes together with `cart.ts`, always. */
const history = {
  similarity: (one: string, other: string): number => (`${one} ${other}`.includes('cart.ts') ? 0.9 : 0),
};

describe('claims by who holds what the file changes together with', () => {
  const claims = [claim('total.ts', 0, 0.6), claim('total.ts', 1, 0.6), claim('total.ts', 2, 0.6)];

  test('gain for who holds it, weaken for the others, and stay where nobody does', () => {
    const holdings = [
      { path: 'cart.ts', group: 0, strength: 1 },
      { path: 'print.ts', group: 1, strength: 1 },
    ];
    // 0.9 of 0.9 + 0.1 goes together with what group 0 holds: a tenth of that.
    expect(strengths(preferCompanions(claims, holdings, history))).toEqual([0.654, 0.546, 0.546]);
    expect(preferCompanions(claims, holdings, { similarity: () => 0 })).toEqual(claims);
  });

  test('count the surer holding more, and the file itself not at all', () => {
    const holdings = [
      { path: 'cart.ts', group: 0, strength: 0.5 },
      { path: 'old/cart.ts', group: 1, strength: 1 },
      { path: 'total.ts', group: 2, strength: 1 },
    ];
    const [unsure = 0, sure = 0, own = 0] = strengths(preferCompanions(claims, holdings, history));
    expect(sure).toBeGreaterThan(0.6);
    expect(unsure).toBeLessThan(0.6);
    expect(own).toBe(0.546);
  });
});
