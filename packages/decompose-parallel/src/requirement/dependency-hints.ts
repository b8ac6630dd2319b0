import type { Requirement } from './requirement.ts';

const hint =
  /\b(?:depends?\s+on|blocked\s+by|after|requires?|needs?|builds?\s+(?:up)?on|once|follows)\s+(?:the\s+)?(?:part|section|step|task|item|requirement|point|no\.?|number)?\s*#?(\d{1,2})\b/gi;
const byTitle = /\b(?:depends?\s+on|blocked\s+by|builds?\s+(?:up)?on)\s+(?:the\s+)?([^.,;:()\n]{4,80})/gi;
/** `after 2 days` is no part. */
const unit =
  /^\s*(?:%|(?:ms|s|sec|seconds?|minutes?|min|hours?|days?|weeks?|months?|years?|times?|books?|items?|users?|px|cents?|euros?)\b)/i;

/** Which other requirements a requirement says it needs first, with the words that say so. */
export function dependencyHints(
  requirement: Requirement,
  all: readonly Requirement[],
): { number: number; words: string }[] {
  const found = new Map<number, string>();
  for (const match of requirement.text.matchAll(hint)) {
    const number = Number(match[1]);
    const rest = requirement.text.slice(match.index + match[0].length);
    const isOther = number !== requirement.number && all.some((other) => other.number === number);
    if (isOther && !unit.test(rest)) found.set(number, match[0].trim());
  }
  for (const match of requirement.text.matchAll(byTitle)) {
    // Titles are often set in quotes, as links, or as code.
    const words = plain(match[1] ?? '');
    const other = all.find(
      ({ number, title }) =>
        number !== requirement.number &&
        (words.startsWith(plain(title)) || (words.length >= 4 && plain(title).startsWith(words))),
    );
    if (other && !found.has(other.number)) found.set(other.number, match[0].trim());
  }
  return [...found].map(([number, words]) => ({ number, words })).sort((a, b) => a.number - b.number);
}

function plain(words: string): string {
  return words
    .replaceAll(/["'“”„‘’«»`*_[\]]/g, '')
    .trim()
    .toLowerCase();
}
