import { matchAt } from '../match-at.ts';

const rest = /:(?:\\+\/){2}(?:[^"'`<>\\ \t-\r]|\\+\/){4,2000}/y;

/** An address as some write it in JSON, `postgres:\/\/user:…@host`, whose `:\/` stands at `at`: where it stands, and without the marks. */
export function readEscapedAddress(
  text: string,
  at: number,
): { readonly start: number; readonly end: number; readonly bytes: Buffer } | undefined {
  const scheme = /[A-Za-z][\w+.-]*$/.exec(text.slice(Math.max(0, at - 20), at))?.[0];
  const found = matchAt(rest, text, at)?.[0];
  if (scheme === undefined || found === undefined) return undefined;
  const bytes = Buffer.from((scheme + found).replaceAll(/\\+\//g, '/'), 'latin1');
  return { start: at - scheme.length, end: at + found.length, bytes };
}
