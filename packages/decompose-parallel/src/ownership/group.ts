import type { Mentions, RankedFile } from '@cdev/code-graph';
import type { Requirement } from '../requirement/requirement.ts';
import type { SymbolEvidence } from '../requirement/symbol-evidence.ts';

/** A requirement with what is known of the files it concerns. */
export interface Studied {
  readonly requirement: Requirement;
  readonly mentions: Mentions;
  /** Files that define an identifier the text names, each with the identifier. */
  readonly defined: ReadonlyMap<string, string>;
  /** Identifiers that the text names and nothing defines. */
  readonly unknown: readonly string[];
  readonly ranked: readonly RankedFile[];
  /** Paths that the text names in folders that are repositories of their own, each with that folder: nobody can own them here. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** For files that others name too, what the text is about within them. */
  readonly symbols?: ReadonlyMap<string, SymbolEvidence>;
}

/** Requirements that one agent gets. */
export interface Group {
  readonly studied: readonly Studied[];
  /** Why they are together, when there are several. */
  readonly reasons: readonly string[];
}

export function titleOf({ studied }: Group): string {
  return studied.map(({ requirement }) => requirement.title).join(' + ');
}

/** `part 2` or `parts 2 and 4`: how reasons speak of a group. */
export function numbersOf({ studied }: Group): string {
  const numbers = studied.map(({ requirement }) => requirement.number);
  return numbers.length === 1 ? `part ${numbers[0]}` : `parts ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

export function joinGroups(first: Group, second: Group, reason: string): Group {
  const studied = [...first.studied, ...second.studied].sort((a, b) => a.requirement.number - b.requirement.number);
  return { studied, reasons: [...first.reasons, ...second.reasons, reason] };
}

/** Existing and new paths that the group's texts name in full or by their ending. */
export function namedPaths({ studied }: Group): ReadonlySet<string> {
  return new Set(studied.flatMap(({ mentions }) => [...mentions.existing, ...mentions.created]));
}
