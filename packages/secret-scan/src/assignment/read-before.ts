import type { Value } from './read-value.ts';

/** How far before a name its value may begin. */
const reach = 600;

/** What stands before a name, from where the thing begins that both are settings of. The first group stands before the value, the second is it. */
const shapes: readonly (readonly [string, RegExp])[] = [
  // An element whose attributes are in that order.
  [
    '<',
    /^(<[\w:.-]+\s(?:[^<>]{0,300}?\s)?value\s*=\s*["'])([^"'<> \t-\r]{4,300})["'](?:\s[^<>]{0,200})?\s(?:name|key)\s*=\s*["']$/i,
  ],
  // JSON.
  [
    '{',
    /^(\{\s*(?:[^{}]{0,200}?,\s*)?\\*["']?value\\*["']?\s*:\s*\\*["'])((?:[^"'\\ \t-\r]|\\[^\n]){4,300}?)\\*["']\s*,(?:[^{}]{0,200},)?\s*\\*["']?(?:name|key)\\*["']?\s*:\s*\\*["']$/i,
  ],
  // A list in YAML.
  [
    '- value:',
    /^(- value:[ \t]*["']?)([^ \t-\r"'#][^ \t-\r"']{3,300})["']?[ \t]*\r?\n(?:[ \t]+\w+:[^\n]{0,80}\n){0,2}[ \t]+(?:name|key):[ \t]*["']?$/i,
  ],
];

/** Reads what stands before a name that begins at `at`, where both are settings of one thing: `<add value="…" key="password" />`. */
export function readBefore(text: string, at: number): Value | undefined {
  const from = Math.max(0, at - reach);
  const before = text.slice(from, at);
  if (!/(?:name|key)\\*["']?\s*[:=]\s*\\*["']?$/i.test(before)) return undefined;
  for (const [opening, shape] of shapes) {
    const open = before.lastIndexOf(opening);
    const found = open < 0 ? null : shape.exec(before.slice(open));
    if (found === null) continue;
    const [, lead = '', value = ''] = found;
    const start = from + open + lead.length;
    return { start, end: start + value.length, shape: 'pair', isQuoted: true };
  }
  return undefined;
}
