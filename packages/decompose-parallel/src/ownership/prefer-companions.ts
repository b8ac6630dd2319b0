import type { CoChange } from '@cdev/code-graph';
import type { Claim } from './claims.ts';
import type { Holding } from './spread-claims.ts';

/** What a claim gains at most where its group holds what the file changes together with, and loses where another does: between two that need it alike. */
const shareOfCompanions = 0.1;
/** So much changes together before it tells anything: as much as a file that is sure and of which every tenth change touches the other too. */
const leastTogether = 0.1;

/**
 * Weighs claims anew by what the groups hold that changes together with the file, as the history tells: of two that need it alike, who has its companions will
 * change it with them.
 */
export function preferCompanions(
  claims: readonly Claim[],
  holdings: readonly Holding[],
  { similarity }: Pick<CoChange, 'similarity'>,
): readonly Claim[] {
  const groups = [...new Set([...claims, ...holdings].map(({ group }) => group))];
  const togetherOf = new Map<string, ReadonlyMap<number, number>>();
  const together = (path: string): ReadonlyMap<number, number> => {
    const known = togetherOf.get(path);
    if (known) return known;
    const by = new Map(groups.map((group) => [group, 0]));
    for (const { path: held, group, strength } of holdings)
      if (held !== path) by.set(group, (by.get(group) ?? 0) + strength * similarity(path, held));
    togetherOf.set(path, by);
    return by;
  };
  return claims.map((claim) => {
    const by = together(claim.path);
    const mine = by.get(claim.group) ?? 0;
    const others = Math.max(0, ...[...by].filter(([group]) => group !== claim.group).map(([, of]) => of));
    const balance = (mine - others) / (mine + others + leastTogether);
    return { ...claim, strength: claim.strength * (1 + shareOfCompanions * balance) };
  });
}
