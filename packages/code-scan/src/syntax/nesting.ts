/** Deeper is written by no person, and the parser, which calls itself for what is nested, would end the whole program: it runs out of its stack. */
const deepest = 1000;
/** What is nested without brackets, each in the one before: `a ? b : c ? d : e`, `if (a) if (b)`. */
const longest = 2000;
/** Shorter has no room for so much. */
const shortest = deepest * 2;

/** Whether a text is nested deeper than the parser can go. Brackets in texts and comments are counted too: as a rule those close. */
export function isTooDeep(text: string): boolean {
  if (text.length < shortest) return false;
  let depth = 0;
  let chained = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > deepest) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        if (depth > 0) depth -= 1;
        chained = 0;
        break;
      case 0x29: // )
        if (depth > 0) depth -= 1;
        chained += 1;
        break;
      case 0x21: // !
      case 0x7e: // ~
      case 0x3d: // =
      case 0x3f: // ?
      case 0x3c: // <
      case 0x3a: // :
        chained += 1;
        break;
      case 0x3b: // ;
      case 0x2c: // ,
        if (chained > longest) return true;
        chained = 0;
        break;
      default:
    }
  }
  return chained > longest || text.split('else if').length > longest;
}
