import { slug } from '../plan-names.ts';

const filler = new Set(
  'a an and as at be by for from in into is it of on or that the their this to when which with your our its are should must shall may can will'.split(
    ' ',
  ),
);

/** A short name from a title: its first words that carry meaning, as an id. Empty when it has none. */
export function agentName(title: string, words = 3): string {
  const meaning = slug(title)
    .split('-')
    .filter((word) => word !== '' && !filler.has(word));
  return slug(meaning.slice(0, words).join(' '), 32);
}

/** The name, with a number behind it when it is taken. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
