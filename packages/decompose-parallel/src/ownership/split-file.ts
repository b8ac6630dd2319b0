import { identifiersIn, type SymbolEvidence } from '../requirement/symbol-evidence.ts';
import { numbersOf, type Group } from './group.ts';

/** A file that several groups write, each its own declarations. */
export interface FileSplit {
  /** Index of the group that may change everything that no other is given. */
  readonly rest: number;
  /** Declarations of each of the other groups. */
  readonly shares: readonly { readonly group: number; readonly names: readonly string[] }[];
  readonly reason: string;
}

interface Part {
  readonly group: number;
  readonly named: readonly string[];
  readonly likely: readonly string[];
  readonly uses: ReadonlySet<string>;
}

/**
 * How a file is split among the groups that name it; undefined where it cannot be. All but one must name what they change, so that who is kept
 * to some declarations has said so itself; what they name and what they likely touch are apart, and neither uses the other's.
 */
export function splitFile(path: string, by: readonly number[], groups: readonly Group[]): FileSplit | undefined {
  if (by.length < 2) return undefined;
  const parts = by.map((group) => partOf(path, group, groups[group] as Group));
  const rest = parts.toSorted((a, b) => Number(a.named.length > 0) - Number(b.named.length > 0))[0];
  const kept = parts.filter((part) => part !== rest);
  if (!rest || rest.likely.length === 0 || kept.some(({ named }) => named.length === 0)) return undefined;
  if (parts.some((one, at) => parts.some((other, place) => place > at && touch(one, other)))) return undefined;
  const shares = kept.map(({ group, named }) => ({ group, names: named }));
  const words = shares.map(
    ({ group, names }) =>
      `${numbersOf(groups[group] as Group)} changes ${names.map((name) => `\`${name}\``).join(' and ')} in it`,
  );
  const reason = `${words.join(', ')}, ${numbersOf(groups[rest.group] as Group)} what is left, and neither uses the other's`;
  return { rest: rest.group, shares, reason };
}

function partOf(path: string, group: number, { studied }: Group): Part {
  const evidence = studied
    .filter(({ mentions }) => mentions.existing.includes(path))
    .map(({ symbols }): SymbolEvidence => symbols?.get(path) ?? { named: [], likely: [], uses: new Set() });
  // A part that names nothing may need anything.
  const isSure = evidence.every(({ named }) => named.length > 0);
  return {
    group,
    named: isSure ? [...new Set(evidence.flatMap(({ named }) => named))] : [],
    likely: [...new Set(evidence.flatMap(({ likely }) => likely))],
    uses: new Set(evidence.flatMap(({ uses }) => [...uses])),
  };
}

/** They are about the same declaration, or one stands in the other's text. */
function touch(one: Part, other: Part): boolean {
  if (one.likely.some((name) => other.likely.includes(name))) return true;
  const isUsed = (names: readonly string[], uses: ReadonlySet<string>): boolean =>
    names.some((name) => identifiersIn(name).some((word) => uses.has(word)));
  return isUsed(one.likely, other.uses) || isUsed(other.likely, one.uses);
}
