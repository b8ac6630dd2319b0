import type { MergeEdge } from '@cdev/branch-merge';
import { describe, expect, test } from '@jest/globals';
import { orderCandidates } from '../../src/order/order-candidates.ts';

const edge = (...between: [string, string]): MergeEdge => ({ between, conflicts: [], uses: [] });
const of = (ids: string, dependsOn: Readonly<Record<string, readonly string[]>> = {}) =>
  ids.split('').map((id) => ({ id, dependsOn: dependsOn[id] ?? [] }));
const ids = (...args: Parameters<typeof orderCandidates>) =>
  orderCandidates(...args)
    .map(({ agent }) => agent)
    .join('');

describe('the order of a queue', () => {
  test('without edges and dependencies is the one given', () => {
    expect(ids(of('dacb'), { edges: [], first: [] })).toBe('dacb');
  });

  test('has who is in nobody’s way first', () => {
    const edges = [edge('a', 'b'), edge('a', 'c'), edge('c', 'd')];
    expect(ids(of('abcde'), { edges, first: [] })).toBe('ebdac');
    expect(ids(of('abcde'), { edges, first: ['c', 'a'] })).toBe('caebd');
  });

  test('has dependencies first, whatever else', () => {
    const edges = [edge('a', 'b'), edge('a', 'c')];
    const agents = of('abc', { b: ['a'], c: ['b', 'gone'] });
    expect(ids(agents, { edges, first: [] })).toBe('abc');
    expect(ids(agents, { edges, first: ['c'] })).toBe('abc');
    expect(ids(of('ab', { a: ['b'], b: ['a'] }), { edges: [], first: [] })).toBe('ab');
  });

  test('is told with its reasons', () => {
    const edges = [edge('a', 'b')];
    expect(orderCandidates(of('abc', { c: ['a'] }), { edges, first: ['b'] })).toEqual([
      { agent: 'b', after: [], edges, reason: 'asked for in this place; 1 edge: a' },
      { agent: 'a', after: [], edges, reason: '1 edge: b' },
      { agent: 'c', after: ['a'], edges: [], reason: 'after a, on which it depends; no edge' },
    ]);
  });
});
