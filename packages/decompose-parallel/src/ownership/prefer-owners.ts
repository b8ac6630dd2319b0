import type { CodeOwners } from '@cdev/code-graph';
import type { Claim } from './claims.ts';
import type { Holding } from './spread-claims.ts';

/** What a claim gains at most where its group holds the owner's other files, and loses where others do: enough between two that need a file alike, and no more. */
const shareOfOwners = 0.02;

/**
 * Weighs claims anew by whose files the groups hold: of two that need a file alike, the one that has more of the same owners' gets it, so that they review few branches.
 * It is told by shares of what each group holds, so owners that all files have alike tell nothing, and neither does a path without owners.
 */
export function preferOwners(
  claims: readonly Claim[],
  holdings: readonly Holding[],
  codeOwners: CodeOwners,
): readonly Claim[] {
  const ownersOf = (path: string): string => ownersKey(codeOwners, path);
  const held = new Map<number, { all: number; by: Map<string, number> }>();
  const holderOf = new Map(holdings.map((holding) => [holding.path, holding]));
  for (const { path, group, strength } of holdings) {
    const of = held.get(group) ?? { all: 0, by: new Map() };
    of.all += strength;
    of.by.set(ownersOf(path), (of.by.get(ownersOf(path)) ?? 0) + strength);
    held.set(group, of);
  }
  /** Of what a group holds beside the path itself, the part of the same owners. */
  const shareOf = (group: number, path: string): number => {
    const { all = 0, by } = held.get(group) ?? {};
    const itself = holderOf.get(path);
    const own = itself?.group === group ? itself.strength : 0;
    return all > own ? ((by?.get(ownersOf(path)) ?? 0) - own) / (all - own) : 0;
  };
  return claims.map((claim) => {
    if (ownersOf(claim.path) === '') return claim;
    const others = [...held.keys()].filter((group) => group !== claim.group);
    if (others.length === 0 || !held.has(claim.group)) return claim;
    const balance = shareOf(claim.group, claim.path) - Math.max(...others.map((group) => shareOf(group, claim.path)));
    return { ...claim, strength: claim.strength * (1 + shareOfOwners * balance) };
  });
}

/** The same for paths whose owners are the same; empty where there are none. */
export function ownersKey(codeOwners: CodeOwners, path: string): string {
  return codeOwners
    .ownersOf(path)
    .map(({ anyOf }) => anyOf.toSorted().join(' '))
    .join('\n');
}

/** `@org/fees`, `@ann or @ben`, and `and` between those that must all approve. */
export function ownersText(codeOwners: CodeOwners, path: string): string {
  return codeOwners
    .ownersOf(path)
    .map(({ anyOf }) => anyOf.join(' or '))
    .join(' and ');
}
