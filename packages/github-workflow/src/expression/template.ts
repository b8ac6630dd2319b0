export type TemplatePart =
  | { readonly text: string; readonly expression?: undefined }
  | { readonly expression: string; readonly text?: undefined };

/** Text and the `${{ }}` in it. Braces inside an expression's quotes do not end it; one that is never closed is text. */
export function splitTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const start = template.indexOf('${{', at);
    const end = start === -1 ? -1 : endOfExpression(template, start + 3);
    if (end === -1) break;
    if (start > at) parts.push({ text: template.slice(at, start) });
    parts.push({ expression: template.slice(start + 3, end).trim() });
    at = end + 2;
  }
  if (at < template.length) parts.push({ text: template.slice(at) });
  return parts;
}

function endOfExpression(template: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < template.length; at += 1) {
    if (template[at] === "'") isQuoted = !isQuoted;
    else if (!isQuoted && template.startsWith('}}', at)) return at;
  }
  return -1;
}

/** The expression that the whole text is, else undefined. */
export function soleExpression(template: string): string | undefined {
  const parts = splitTemplate(template.trim());
  return parts.length === 1 ? parts[0]?.expression : undefined;
}
