import { tokenizeWords, type Token } from '../text/tokenize.ts';

const quotes = new Set(["'", '"', '`']);

/** A line end behind one of these ends the statement. */
const restricted = new Set(['return', 'throw', 'break', 'continue', 'yield']);

/** Where in a script the reader is: within a string, a comment to the line's end, or code. */
type Place = "'" | '"' | '`' | 'comment' | 'code';

/**
 * Tokens of a script, in which white space, quotes, trailing commas and semicolons at a line's end are a matter of
 * format. White space counts within a string, and a line end where it ends a comment or a statement.
 */
export function tokenizeScript(text: string): Token[] {
  const tokens: Token[] = [];
  const words = tokenizeWords(text);
  let carried = '';
  let place: Place = 'code';
  for (const [index, token] of words.entries()) {
    const previous = words[index - 1];
    const breaks = token.space.includes('\n');
    const counts = (place === 'comment' || restricted.has(previous?.text ?? '')) && breaks;
    // A quote that its line does not close was an apostrophe.
    if (breaks && place !== '`') place = 'code';
    if (place === 'code' && isFormat(token, words[index + 1])) {
      carried += token.space + token.text;
      continue;
    }
    const isString = place !== 'code' && place !== 'comment';
    const value = token.text === "'" ? '"' : token.text;
    const lead = isString ? token.space : counts ? '\n' : '';
    tokens.push({ space: carried + token.space, text: token.text, value: lead + value });
    carried = '';
    place = placeAfter(place, token, previous);
  }
  return tokens;
}

function placeAfter(place: Place, { space, text }: Token, previous: Token | undefined): Place {
  if (place === 'comment') return place;
  if (place === 'code' && text === '/' && space === '' && previous?.text === '/') return 'comment';
  if (!quotes.has(text) || previous?.text === '\\') return place;
  if (place === 'code') return text as Place;
  return place === text ? 'code' : place;
}

function isFormat(token: Token, next: Token | undefined): boolean {
  if (next === undefined) return false;
  if (token.text === ',') return /^[)\]}]$/.test(next.text);
  return token.text === ';' && (next.text === '' || next.text === '}' || next.space.includes('\n'));
}
