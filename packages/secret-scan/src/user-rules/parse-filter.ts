/** One of the conditions of which each alone lets a finding through. */
export type FilterTerm =
  | { readonly kind: 'entropy'; readonly limit: number }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | {
      readonly kind: 'matches';
      readonly target: 'secret' | 'match' | 'line' | 'path';
      readonly isNegated: boolean;
      readonly expressions: readonly string[];
    };

const space = String.raw`(?:\s|//[^\n]*\n)*`;
const text = String.raw`(?:\x60[^\x60]*\x60|"(?:[^"\\]|\\.)*")`;
const term = new RegExp(
  [
    String.raw`${space}(?<not>!?)(?:filter\.)?`,
    String.raw`(?:entropy\(finding\["secret"\]\)\s*(?<compare><=?)\s*(?<limit>[\d.]+)`,
    String.raw`|(?<call>matchesAny|containsAny)\(\s*(?:finding\["(?<field>secret|match|line)"\]|(?<path>\(attributes\["path"\] \?\? ""\)|get\(attributes, "path", ""\)))`,
    String.raw`\s*,\s*\[(?<list>(?:${space}${text}\s*,?)*)${space}\]\s*\))${space}`,
  ].join(''),
  'y',
);

/**
 * A filter of betterleaks that is a choice of simple conditions, as nearly all are; undefined for any other, which is a program of its own.
 * @see https://github.com/betterleaks/betterleaks (expressions)
 */
export function parseFilter(filter: string): readonly FilterTerm[] | undefined {
  const source = withoutOuter(filter.replace(/^(?:\s*\/\/[^\n]*\n)+/, '').trim());
  const terms: FilterTerm[] = [];
  for (let at = 0; at < source.length;) {
    term.lastIndex = at;
    const groups = term.exec(source)?.groups;
    if (groups === undefined) return undefined;
    const found = termOf(groups);
    if (found === undefined) return undefined;
    terms.push(found);
    at = term.lastIndex;
    if (at < source.length && !source.startsWith('||', at)) return undefined;
    at += 2;
  }
  return terms;
}

function termOf(groups: Readonly<Record<string, string | undefined>>): FilterTerm | undefined {
  const isNegated = groups['not'] === '!';
  const limit = groups['limit'];
  if (limit !== undefined) {
    // A value of just the limit is let through by <= alone.
    const exact = Number(limit) - (groups['compare'] === '<' ? 1e-9 : 0);
    return isNegated || Number.isNaN(exact) ? undefined : { kind: 'entropy', limit: exact };
  }
  const items = Array.from((groups['list'] ?? '').matchAll(new RegExp(text, 'g')), ([item]) =>
    item.startsWith('"') ? (JSON.parse(item) as string) : item.slice(1, -1),
  );
  const target = groups['path'] === undefined ? (groups['field'] as 'secret') : 'path';
  if (groups['call'] === 'matchesAny') return { kind: 'matches', target, isNegated, expressions: items };
  return isNegated || target !== 'secret' ? undefined : { kind: 'words', words: items };
}

/** Parentheses around the whole say nothing. */
function withoutOuter(source: string): string {
  if (!source.startsWith('(') || !source.endsWith(')')) return source;
  let depth = 0;
  for (const [at, mark] of [...source.matchAll(new RegExp(`${text}|[()]`, 'g'))].map(
    ({ index, 0: each }) => [index, each] as const,
  )) {
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    if (depth === 0 && at < source.length - 1) return source;
  }
  return source.slice(1, -1).trim();
}
