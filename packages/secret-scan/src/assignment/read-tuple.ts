import { matchAt } from '../match-at.ts';
import type { Value } from './read-value.ts';

/** Variables before a name in its line. */
const before = /^[ \t]*(?:(?:var|let|const|local|my|auto)[ \t]+)?[([]?[ \t]*((?:[\w$.@]{1,60}[ \t]*,[ \t]*){1,6})$/;
const each = String.raw`(?:"(?:[^"\\\n]|\\[^\n]){0,300}"|'(?:[^'\\\n]|\\[^\n]){0,300}'|[\w$.]{1,80}(?:[([][^()[\]\n]{0,80}[)\]])?)`;
/** What they and the name get, and nothing else in the line. */
const values = new RegExp(
  String.raw`[ \t]*[)\]]?[ \t]*:?=(?!=)[ \t]*[([]?[ \t]*(${each}(?:[ \t]*,[ \t]*${each}){1,6})[ \t]*[)\]]?[ \t]*;?[ \t]*(?:(?:#|//|--)[^\n]*)?(?:\r?\n|$)`,
  'dy',
);
const one = new RegExp(each, 'g');

/** What the last of several variables gets that are set together: `user, pwd = "root", "…"`. Undefined where there are not as many values; null for what is no text. */
export function readTuple(text: string, start: number, end: number): Value | null | undefined {
  if (!/[,\s]/.test(text.charAt(start - 1))) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 400);
  const place = before.exec(text.slice(lineStart, start))?.[1]?.split(',').length;
  const found = place === undefined ? undefined : matchAt(values, text, end);
  const from = found?.indices?.[1]?.[0];
  if (place === undefined || found === undefined || from === undefined) return undefined;
  const given = [...(found[1] as string).matchAll(one)];
  const own = given[place - 1];
  if (own === undefined || given.length !== place) return undefined;
  if (!/^["']/.test(own[0])) return null;
  const at = from + own.index + 1;
  return { start: at, end: at + own[0].length - 2, shape: 'assignment', isQuoted: true };
}
