/** One thing that takes a character: a class, an escape, a dot, a letter. */
const part = /\[(?:[^\]\\]|\\.)*\]|\\(?:u\{?[\da-fA-F]+\}?|x[\da-fA-F]{2}|[pP]\{[^}]*\}|.)|[^\\]/gsu;
/** What takes none: places, groups, how often. */
const without = /^(?:\\[bB]|\\[1-9]|\\k|[\^$|()?*+])$/;
const groupStart = /\(\?(?:<[\w$]+>|<?[=!]|[\w-]*:)/g;
const howOften = /\{\d*,?\d*\}/g;
/** Tried in this order. */
const characters = [
  'a',
  '0',
  ' ',
  '-',
  '.',
  '/',
  '"',
  ':',
  ';',
  ',',
  '=',
  'A',
  '_',
  '\t',
  '<',
  "'",
  '#',
  '!',
  '@',
  '\n',
];

/** A character that each part of an expression takes, in their order; parts that no common one fits are left out. */
export function samplesOf(source: string, flags: string): readonly string[] {
  const flat = source.replaceAll(groupStart, '(').replaceAll(howOften, '');
  return [...flat.matchAll(part)].flatMap(([each]) => {
    if (without.test(each)) return [];
    try {
      const one = new RegExp(`^(?:${each})$`, flags.replaceAll(/[gy]/g, ''));
      const own = each === '.' ? [] : each.length === 1 ? [each] : each.length === 2 ? [each.slice(1)] : [];
      return [...own, ...characters, ...each.split('')].find((character) => one.test(character)) ?? [];
    } catch {
      return [];
    }
  });
}

/** What lets an expression fail at the very end. */
const endings = ['\0', '\n!', ''];
/** More is not needed: a longer expression is slow by one of its first parts, or not shown to be. */
const mostParts = 40;

/** Texts of about `length` characters that lead into an expression, and then repeat what one to three of its parts take. */
export function* attackTexts(source: string, flags: string, length: number): Generator<string> {
  const samples = samplesOf(source, flags).slice(0, mostParts);
  const seen = new Set<string>();
  for (let from = 0; from < samples.length; from += 1)
    for (let count = 1; count <= 3 && from + count <= samples.length; count += 1) {
      const start = samples.slice(0, from).join('');
      const pump = samples.slice(from, from + count).join('');
      if (seen.has(`${start}\n${pump}`)) continue;
      seen.add(`${start}\n${pump}`);
      for (const end of endings) yield start + pump.repeat(Math.ceil(length / pump.length)) + end;
    }
}
