import { describe, expect, test } from '@jest/globals';
import type { Claim } from '../../src/ownership/claims.ts';
import { spreadClaims } from '../../src/ownership/spread-claims.ts';

const claim = (path: string, group: number, strength: number): Claim => ({ path, group, strength, reason: path });
const strengths = (claims: readonly Claim[]): readonly number[] =>
  claims.map(({ strength }) => Math.round(strength * 1000) / 1000);

describe('claims by who holds the rest of the folder', () => {
  const holdings = [
    { path: 'src/cart/total.ts', group: 0, strength: 1 },
    { path: 'src/cart/line.ts', group: 0, strength: 0.5 },
  ];

  test('weaken for who holds it, gain for who does not, and stay where nobody holds anything', () => {
    const claims = [claim('src/cart/tax.ts', 0, 0.6), claim('src/cart/tax.ts', 1, 0.6), claim('src/print.ts', 1, 0.6)];
    // 1.5 of 1.5 + 1.75 is held by group 0: a fifth of that.
    expect(strengths(spreadClaims(claims, holdings))).toEqual([0.545, 0.655, 0.6]);
  });

  test('no claim weakens itself or is helped by its rival for the same file', () => {
    const alone = [{ path: 'src/cart/tax.ts', group: 0, strength: 0.6 }];
    const claims = [claim('src/cart/tax.ts', 0, 0.6), claim('src/cart/tax.ts', 1, 0.4)];
    expect(spreadClaims(claims, alone)).toEqual(claims);
  });

  test('a folder that two hold alike tells nothing', () => {
    const both = [...holdings, { path: 'src/cart/print.ts', group: 1, strength: 1.5 }];
    const claims = [claim('src/cart/tax.ts', 0, 0.6), claim('src/cart/tax.ts', 1, 0.6)];
    expect(strengths(spreadClaims(claims, both))).toEqual([0.6, 0.6]);
  });
});
