import { matchAt } from '../match-at.ts';

const word = String.raw`(?:\\*["'])?[\w-]{1,40}(?:\\*["'])?`;
/** What ends it has to be there, so that there is one way to read a line. */
const field = String.raw`${word}[ \t]*[:=][ \t]*(?:\\*"[^"\n]{0,200}"|'[^'\n]{0,200}'|[^ \t-\r"'{}[\],;][^\n,;{}"']{0,80})[ \t]*(?:[,;]|\r?\n)\s*`;
const valueName = String.raw`(?:\\*["'])?(?:value|default|defaultvalue|parametervalue)(?:\\*["'])?[ \t]*[:=][ \t]*`;

/**
 * After a name the settings of which one is its value: `variable "password" { type = string, default = "…" }`, `"password": { "value": "…" }`,
 * `"key": "password", "type": "string", "value": "…"`, in YAML below it. Other settings may stand before it.
 */
const nested = new RegExp(
  [
    String.raw`(?:\\*["'\x60][ \t]*(?:\{|,(?=\s*\\*["']?[cdepstv]))|(?:\\*["'\x60])?[ \t]*[:=][ \t]*(?:\{|\r?\n))\s*`,
    String.raw`(?:${field}){0,5}?${valueName}`,
  ].join(''),
  'iy',
);
/** `<key>password</key><string>…</string>`, `<name>password</name><value>…</value>`. */
const sibling = /<\/[\w:.-]{0,20}(?:key|name)>\s*<[\w:.-]{0,20}(?:string|value|data)(?:\s[^<>\n]{0,60})?>\s*/iy;
/** A value with its attributes between: `<password type="plain">…`, `<string name="password" translatable="false">…`. */
const element = /[^<>\n]{0,60}>[ \t]*(?:<!\[CDATA\[)?/y;

/** `<Password>` and a value in an element of its own below it. */
const child = /[ \t]*>\s*<(?:\w+:)?value>/iy;

/** Where the value begins that stands among the settings of the name; undefined where there are none. */
export function nestedValueAt(text: string, at: number): number | undefined {
  return matchAt(nested, text, at) === undefined ? undefined : nested.lastIndex;
}

/** Where the value begins that stands in the element after that of the name. */
export function siblingValueAt(text: string, at: number): number | undefined {
  return matchAt(sibling, text, at) === undefined ? undefined : sibling.lastIndex;
}

/** Where the value begins that stands in an element within that of the name. */
export function childValueAt(text: string, at: number): number | undefined {
  return matchAt(child, text, at) === undefined ? undefined : child.lastIndex;
}

/** Where the text of the element begins that has the name, or an attribute that is it. */
export function elementTextAt(text: string, at: number): number | undefined {
  return matchAt(element, text, at) === undefined ? undefined : element.lastIndex;
}
