// Where what is no code ends: the place behind it, undefined where it does not end.

const [backslash, backtick, dollar, brace, newline] = [92, 96, 36, 123, 10];

/** From its quote. */
export function endOfString(text: string, from: number): number | undefined {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === newline) return undefined;
    if (code === backslash) at += 1;
  }
  return undefined;
}

/** From inside a template, to behind its backtick or behind the `${` of the next expression. */
export function endOfTemplate(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backtick) return at + 1;
    if (code === backslash) at += 1;
    else if (code === dollar && text.charCodeAt(at + 1) === brace) return at + 2;
  }
  return undefined;
}

/** A regular expression, from its slash; without its flags. */
export function endOfPattern(text: string, from: number): number | undefined {
  let isInClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\n') return undefined;
    if (sign === '\\') at += 1;
    else if (sign === '[') isInClass = true;
    else if (sign === ']') isInClass = false;
    else if (sign === '/' && !isInClass) return at + 1;
  }
  return undefined;
}

/** From a slash; 0 where it begins no comment. */
export function endOfComment(text: string, from: number): number | undefined {
  if (text.startsWith('//', from)) {
    const end = text.indexOf('\n', from);
    return end === -1 ? text.length : end;
  }
  if (!text.startsWith('/*', from)) return 0;
  const end = text.indexOf('*/', from + 2);
  return end === -1 ? undefined : end + 2;
}
