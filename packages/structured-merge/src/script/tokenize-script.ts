import { tokenizeWords, type Token } from '../text/tokenize.ts';

const quotes = new Set(["'", '"', '`']);

/**
 * Tokens of a script, in which white space, quotes, trailing commas and semicolons at a line's end are a matter of
 * format; inside a string white space counts.
 */
export function tokenizeScript(text: string): Token[] {
  const tokens: Token[] = [];
  let carried = '';
  let quote: string | undefined;
  const words = tokenizeWords(text);
  for (const [index, token] of words.entries()) {
    // A quote that its line does not close was an apostrophe.
    if (quote !== undefined && quote !== '`' && token.space.includes('\n')) quote = undefined;
    if (quote === undefined && isFormat(token, words[index + 1])) {
      carried += token.space + token.text;
      continue;
    }
    const value = token.text === "'" ? '"' : token.text;
    tokens.push({
      space: carried + token.space,
      text: token.text,
      value: quote === undefined ? value : token.space + value,
    });
    carried = '';
    if (!quotes.has(token.text) || words[index - 1]?.text === '\\') continue;
    if (quote === undefined) quote = token.text;
    else if (quote === token.text) quote = undefined;
  }
  return tokens;
}

function isFormat(token: Token, next: Token | undefined): boolean {
  if (next === undefined) return false;
  if (token.text === ',') return /^[)\]}]$/.test(next.text);
  return token.text === ';' && (next.text === '' || next.text === '}' || next.space.includes('\n'));
}
