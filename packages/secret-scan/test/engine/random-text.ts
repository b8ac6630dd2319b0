/** Numbers that look random and are the same in every run (a linear congruential generator). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 0x19_66_0d) + 0x3c_6e_f3_5f) | 0;
    return (state >>> 8) % below;
  };
}

/** What stands around names and values, so that random text of it comes near to what detectors look for. */
export const pieces: readonly string[] = [
  [
    '"',
    "'",
    '`',
    '\\',
    ' ',
    '\t',
    '\n',
    ':',
    '=',
    '?',
    '|',
    '&',
    '-',
    '+',
    '!',
    '>',
    '<',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
  ],
  [';', ',', '.', '#', '$', '@', '/', '%', 'é', '=>', '||', '??', ':=', '->', '&quot;', '&#34;', '://', '${X:-', '$('],
  ['|\n  ', '>\n  ', '\r\n', 'is ', 'to ', 'new ', 'value', 'Value', 'default', 'string', '[]byte', 'Buffer.from('],
  ['process.env', 'getenv("A")', 'r', 'u', '3', 'abcdefgh', '0123456789abcdef0123456789abcdef', 'aB3$xY7!kLmN0pQr'],
  ['user:pa55w0rd@host', 'Bearer ', 'Basic ', 'eyJhbGciOi', 'password', 'api_key', 'secret', 'token', 'github', 'AWS'],
  ['stripeKey', 'pnpm', 'datadogApiKey', 'sessionToken', 'auth-'],
].flat();

/** Random text of pieces, of keywords and of bytes. */
export function randomText(seed: number, count: number, keywords: readonly string[]): Buffer {
  const next = numbersFrom(seed);
  const parts: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const choice = next(10);
    if (choice < 6) parts.push(Buffer.from(pieces[next(pieces.length)]!, 'latin1'));
    else if (choice < 9) {
      const keyword = keywords[next(keywords.length)]!;
      parts.push(Buffer.from(next(3) === 0 ? keyword.toUpperCase() : keyword, 'latin1'));
    } else parts.push(Buffer.from(Array.from({ length: 1 + next(24) }, () => next(256))));
  }
  return Buffer.concat(parts);
}
