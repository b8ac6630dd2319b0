/** Whether the text is well-formed for the path's kind; `'not-checked'` for a kind without a parser here. */
export function parses(path: string, text: string): boolean | 'not-checked' {
  void path;
  void text;
  return 'not-checked';
}
