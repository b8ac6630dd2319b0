import { posix } from 'node:path';
import type { Claim } from './claims.ts';

/** What a claim loses at most where its group holds the folder, and gains where others do. */
const shareOfFolder = 0.2;
/** So much is held of a folder before it tells anything: nearly as much as two files that are sure. */
const leastHeld = 1.75;

/** Who would have a path if each claim counted as it is, and how sure that is; 1 for what a text names. */
export interface Holding {
  readonly path: string;
  readonly group: number;
  readonly strength: number;
}

/**
 * Weighs claims anew by who holds the rest of the folder. Files of one folder resemble each other, in the words of their paths to begin with, so a group that has
 * found one of them finds all of them, and a change seldom takes them all: the next one is less sure than it looks. Who found a file where others work found it in spite of that.
 * (Diversification of ranked results by what was taken before, as in maximal marginal relevance: Carbonell and Goldstein, 1998; the folder stands for likeness.)
 */
export function spreadClaims(claims: readonly Claim[], holdings: readonly Holding[]): readonly Claim[] {
  const held = new Map<string, Map<number, number>>();
  const holderOf = new Map<string, Holding>();
  for (const holding of holdings) {
    const { path, group, strength } = holding;
    holderOf.set(path, holding);
    const folder = held.get(posix.dirname(path)) ?? new Map<number, number>();
    held.set(posix.dirname(path), folder.set(group, (folder.get(group) ?? 0) + strength));
  }
  return claims.map((claim) => {
    const folder = held.get(posix.dirname(claim.path));
    if (!folder) return claim;
    const itself = holderOf.get(claim.path);
    let mine = 0;
    let others = 0;
    for (const [group, strength] of folder) {
      const rest = itself?.group === group ? strength - itself.strength : strength;
      if (group === claim.group) mine += rest;
      else others += rest;
    }
    const balance = (mine - others) / (mine + others + leastHeld);
    return { ...claim, strength: claim.strength * (1 - shareOfFolder * balance) };
  });
}
