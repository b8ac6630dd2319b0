/** Deeper is written by no person, and the parser, which calls itself for what is nested, would end the whole program: it runs out of its stack. */
const deepest = 1000;
/** What is nested without brackets, each in the one before: `a ? b : c ? d : e`, `if (a) if (b)`. */
const longest = 2000;
/** Shorter has no room for what is too much for the parser. */
const shortest = 4000;

const opens = 1;
const closes = 2;
const chains = 4;
const ends = 8;
/** What a character does; a table is faster than questions, and every character of every file is asked for. */
const kinds = new Uint8Array(128);
for (const [kind, characters] of [
  [opens, '([{'],
  [closes | ends, ']}'],
  // `if (a) if (b)`
  [closes | chains, ')'],
  [chains, '!~=?<:'],
  [ends, ';,'],
] as const)
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;

/** Whether a text is nested deeper than the parser can go. Brackets in texts and comments are counted too: as a rule those close. */
export function isTooDeep(text: string): boolean {
  if (text.length < shortest) return false;
  let depth = 0;
  let chained = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = kinds[text.charCodeAt(at)];
    if (kind === undefined || kind === 0) continue;
    if (kind === opens) {
      depth += 1;
      if (depth > deepest) return true;
      continue;
    }
    if ((kind & closes) !== 0 && depth > 0) depth -= 1;
    if ((kind & chains) !== 0) chained += 1;
    else {
      if (chained > longest) return true;
      chained = 0;
    }
  }
  return chained > longest || text.split('else if').length > longest;
}
