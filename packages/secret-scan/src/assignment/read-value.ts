import { matchAt } from '../match-at.ts';

/** How a name and its value are put together. */
export type Shape = 'assignment' | 'pair' | 'call' | 'argument' | 'element' | 'flag' | 'block' | 'default';

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly shape: Shape;
  /** It stands in quotation marks, so that it is text and not an expression. */
  readonly isQuoted: boolean;
}

/** What may stand between a name and its value, in one line nearly always; the groups tell which it was. */
const bridge = new RegExp(
  [
    // The end of what the name stands in: a quotation mark (escaped in JSON within JSON), a bracket, an array's size.
    String.raw`(?<quote>\\*["'\x60]|&quot;|&#34;)?[ \t]*(?:\]|\[\d*\])?[ \t]*`,
    '(?:',
    [
      // `name: DB_PASSWORD`, then `value:` (Kubernetes, JSON lists, XML attributes).
      String.raw`(?<pair>[,;]?\s*(?:-\s*)?(?:\\*["'])?(?:value|defaultvalue|val|default|content)(?:\\*["'])?\s*[:=]\s*)`,
      // With a type in between: TypeScript, Kotlin, Rust, Go, C.
      String.raw`(?<typed>:?[ \t]*(?:&?(?:'\w+[ \t]+)?)?(?:string|str|char|any|text|bytes|\[\]byte|std::string|secretstr|[A-Z][\w.]{0,30}(?:[<\[][\w.|, ]{0,30}[>\]])?\??)(?:[ \t]*\|[ \t]*\w+){0,2}[ \t]*=(?![=>])[ \t]*)`,
      String.raw`(?<assign>(?:\?\?=|\|\|=|\+=|\?=|:=|=>|->|={1,3}|!==?)[ \t]*\n?[ \t]*)`,
      String.raw`(?<colon>::?[ \t]*(?:!!?\w+[ \t]+)?(?:&\w+[ \t]+)?)`,
      String.raw`(?<comma>,[ \t]*)`,
      String.raw`(?<call>\([ \t]*)`,
      String.raw`(?<element>[^<>\n]{0,60}>[ \t]*(?:<!\[CDATA\[)?)`,
      String.raw`(?<space>[ \t]+(?:(?:is|as|to)[ \t]+)?)`,
    ].join('|'),
    ')',
  ].join(''),
  'iy',
);

const quotedValue =
  /(?:[rbufRBUF@$L]{1,2})?(?:"""([^"]{1,2000})"""|'''([^']{1,2000})'''|"((?:[^"\\\n\r]|\\[^\n\r]){1,2000})"|'((?:[^'\\\n\r]|\\[^\n\r]){1,2000})'|`([^`\\\n\r]{1,2000})`|\\+"((?:[^"\\\n]|\\+[^"\n]){1,2000}?)\\+"|\\+'([^'\\\n]{1,2000})\\+'|&quot;([^&\n]{1,500})&quot;|&#34;([^&\n]{1,500})&#34;|«([^»\n]{1,500})»)/y;
const wrapped = /(?:new[ \t]+)?[\w.$:>-]{1,60}\([ \t]*(?=[rbuf]?["'`])/y;
const fallback =
  /(?:[\w.$]+(?:\([ \t]*["'][\w.-]+["'][ \t]*(?:,[ \t]*|\)[ \t]*(?:\|\||\?\?|or|\?:|\.unwrap_or\(|\.orElse\()[ \t]*)|(?:\[["'][\w.-]+["']\])?[ \t]*(?:\|\||\?\?)[ \t]*))(?=["'`])/y;
const shellDefault = /["']?\$\{\w+:?-([^}\s"']{1,500})\}/y;
const blockScalar = /[|>][+-]?\d?[ \t]*\r?\n([ \t]+)([^\s#][^\n\r]{2,2000})/y;
const bareValue = /[^\s"'`<>,;(){}[\]\\|&#][^\s"'`<>,;\\]{2,2000}/y;
const bareLine = /[^\s"'`<>{[|&#][^\n\r"<>]{2,500}/y;

/** Reads what stands after a name that ends at `at`. `precededBy` is the character before the name. */
export function readValue(text: string, at: number, precededBy: string, allowsBare: boolean): Value | undefined {
  const found = matchAt(bridge, text, at);
  if (found === undefined) return undefined;
  const groups = found.groups as Record<string, string | undefined>;
  const from = bridge.lastIndex;
  const isNameQuoted = groups['quote'] !== undefined;
  // `name="password" type="password"`: what follows is the next attribute of a tag.
  if (isNameQuoted && groups['typed'] !== undefined && !groups['typed'].startsWith(':')) return undefined;
  if (groups['element'] !== undefined) {
    if (precededBy !== '<' && precededBy !== ':' && !isNameQuoted) return undefined;
    const end = text.indexOf('<', from);
    const close = text.startsWith(']]>', end - 3) ? end - 3 : end;
    return end > from && end - from < 2000 ? trimmed(text, from, close, 'element', true) : undefined;
  }
  const shape: Shape =
    groups['pair'] !== undefined
      ? 'pair'
      : groups['call'] !== undefined
        ? 'call'
        : groups['comma'] !== undefined
          ? 'argument'
          : groups['space'] !== undefined
            ? 'flag'
            : 'assignment';
  // A list of words is no list of settings.
  if (shape === 'argument' && !isNameQuoted) return undefined;
  const quoted =
    readQuoted(text, from, shape) ?? (shape === 'call' || shape === 'argument' ? undefined : readWrapped(text, from));
  if (quoted) return quoted;
  if (shape === 'call' || shape === 'argument') return undefined;
  const shell = matchAt(shellDefault, text, from);
  if (shell) {
    const start = shellDefault.lastIndex - 1 - (shell[1] as string).length;
    return { start, end: shellDefault.lastIndex - 1, shape: 'default', isQuoted: false };
  }
  if (groups['colon'] !== undefined) {
    const block = matchAt(blockScalar, text, from);
    if (block)
      return trimmed(text, blockScalar.lastIndex - (block[2] as string).length, blockScalar.lastIndex, 'block', true);
  }
  return readBare(text, from, shape, precededBy, allowsBare);
}

function readQuoted(text: string, from: number, shape: Shape): Value | undefined {
  const found = matchAt(quotedValue, text, from);
  if (found === undefined) return undefined;
  const inner = found.slice(1).find((part) => part !== undefined) as string;
  const start = from + found[0].indexOf(inner, found[0].search(/["'`&«]/) + 1);
  return { start, end: start + inner.length, shape, isQuoted: true };
}

/** `Buffer.from("…")` holds the value, `getenv("…")` only its name unless a default follows. */
function readWrapped(text: string, from: number): Value | undefined {
  fallback.lastIndex = from;
  if (fallback.test(text)) return readQuoted(text, fallback.lastIndex, 'default');
  const call = matchAt(wrapped, text, from)?.[0];
  if (
    call === undefined ||
    /env|get|prop|config|require|import|param|find|select|query|i18n|\bt\(|read|load|lookup|translat|input|prompt|random|uuid|coding|encode|decode|format|join|split|replace|strip|trim|form\b/i.test(
      call,
    )
  )
    return undefined;
  return readQuoted(text, from + call.length, 'assignment');
}

function readBare(
  text: string,
  from: number,
  shape: Shape,
  precededBy: string,
  allowsBare: boolean,
): Value | undefined {
  const isFlag = precededBy === '-';
  if (shape === 'flag' && !isFlag && !allowsBare) return undefined;
  const isInText = precededBy === '?' || precededBy === '&' || precededBy === ';';
  if (!allowsBare && !isInText && !isFlag) return undefined;
  const found = matchAt(bareValue, text, from);
  if (found === undefined) return undefined;
  // `:app:username-password:form`: a path of words, as of a project in a build.
  if (precededBy === ':' && text.charAt(from - 1) === ':' && /^[a-z]+(?:[-:][a-z]+)*$/i.test(found[0]))
    return undefined;
  let end = bareValue.lastIndex;
  const ampersand = precededBy === '?' || precededBy === '&' ? found[0].indexOf('&') : -1;
  if (ampersand > 0) end = from + ampersand;
  // A setting whose line goes on is a sentence, unless it is a comment.
  if (shape === 'flag' && !isFlag) {
    const line = matchAt(bareLine, text, from)?.[0] ?? '';
    if (/\s\w/.test(line)) return undefined;
  }
  return { start: from, end, shape, isQuoted: false };
}

function trimmed(text: string, start: number, end: number, shape: Shape, isQuoted: boolean): Value {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text.charAt(from))) from += 1;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to, shape, isQuoted };
}
