/** A token and what stands before it without meaning anything: white space, and in scripts a trailing comma or a semicolon. */
export interface Token {
  readonly space: string;
  readonly text: string;
  /** What is compared: in scripts all quotes are alike. */
  readonly value: string;
}

export type Tokenize = (text: string) => Token[];

// A number with its dots is one token, so that 1.2.3 never merges with 1.3.0 into a version nobody wrote.
const pattern = /(?<space>\s*)(?<text>\d+(?:\.\w+)+(?:-[\w.]+)?|[\p{L}\p{N}_$@#-]+|\+{2,}|[^\s\p{L}\p{N}_$]|$)/gu;

/** Words, numbers, versions and single punctuation characters; the last token is empty and carries the trailing space. */
export function tokenizeWords(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups } of text.matchAll(pattern)) {
    const value = groups?.['text'] ?? '';
    tokens.push({ space: groups?.['space'] ?? '', text: value, value });
    if (value === '') break;
  }
  return tokens;
}

/** Words as above for files whose indentation has a meaning: a line's start is part of its first token. */
export function tokenizeLines(text: string): Token[] {
  return tokenizeWords(text).map((token, index) => {
    const lineStart = /\n[^\n]*$/.exec(token.space)?.[0] ?? (index === 0 ? token.space : undefined);
    return lineStart === undefined ? token : { ...token, value: lineStart + token.value };
  });
}
