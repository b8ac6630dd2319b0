const [backslash, backtick, dollar, brace] = [92, 96, 36, 123];

/** From inside a template to the place behind its backtick, or behind the `${` of the next expression; undefined where it does not end. */
export function endOfTemplate(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backtick) return at + 1;
    if (code === backslash) at += 1;
    else if (code === dollar && text.charCodeAt(at + 1) === brace) return at + 2;
  }
  return undefined;
}
