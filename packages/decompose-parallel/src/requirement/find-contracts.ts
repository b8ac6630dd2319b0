import type { Requirement } from './requirement.ts';

/** A name that does not exist yet, which one requirement brings into being and others build on. */
export interface Contract {
  readonly name: string;
  /** The requirement's number. */
  readonly maker: number;
  readonly users: readonly number[];
}

export interface Naming {
  readonly requirement: Requirement;
  /** Identifiers in its text that nothing in the repository defines. */
  readonly unknown: readonly string[];
}

const making = String.raw`\b(?:add|introduce|define|declare|create|export|provide|expose|implement|write|make|extract|new|named|called)(?:s|d|ed|ing)?\b`;

/**
 * Contracts between requirements: identifiers that several name, that nothing defines yet and that one alone says it makes ("export a type
 * `Fee`"). Where several make one, or nobody says so, who needs whom is not known and nothing is said.
 */
export function findContracts(all: readonly Naming[]): readonly Contract[] {
  const names = new Set(all.flatMap(({ unknown }) => unknown));
  return [...names].sort().flatMap((name) => {
    const naming = all.filter(({ unknown }) => unknown.includes(name)).map(({ requirement }) => requirement);
    const makers = naming.filter((requirement) => makes(requirement, name));
    const [maker] = makers;
    if (!maker || makers.length > 1 || naming.length < 2) return [];
    return [{ name, maker: maker.number, users: naming.filter((one) => one !== maker).map(({ number }) => number) }];
  });
}

/** A verb of making stands before the name, in the same sentence and with little between: "use the new `Fee`" makes nothing. */
function makes({ title, text }: Requirement, name: string): boolean {
  const word = name.replaceAll('$', String.raw`\$`);
  const pattern = new RegExp(`(.{0,40})${making}[^.;:!?\\n\`]{0,40}\`${word}(?![\\w$])`, 'gi');
  return [...`${title}\n${text}`.matchAll(pattern)].some(
    ([, before = '']) =>
      !/\b(?:uses?|using|with|from|by|via|through|calls?|of)\s+(?:the|a|an|its|our)?\s*$/i.test(before),
  );
}
