import { matchAt } from '../match-at.ts';
import { childValueAt, elementTextAt, nestedValueAt, siblingValueAt } from './read-nested.ts';

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
      String.raw`(?<pair>[,;]?\s*(?:-\s*)?(?:\\*["'])?(?:value|defaultvalue|parametervalue|val|default|content)(?:\\*["'])?\s*[:=]\s*)`,
      // With a type in between: TypeScript, Kotlin, Rust, Go, C.
      String.raw`(?<typed>:?[ \t]*(?:as[ \t]+)?(?:&?(?:'\w+[ \t]+)?)?(?:string|str|char|any|text|bytes|\[\]byte|std::string|secretstr|[A-Z][\w.]{0,30}(?:[<\[][\w.|, ]{0,30}[>\]])?\??)(?:[ \t]*\|[ \t]*\w+){0,2}[ \t]*=(?![=>])[ \t]*(?:\r?\n[ \t]*(?=["'\x60]))?(?=\S))`,
      String.raw`(?<assign>(?:\?\?=|\|\|=|\+=|\?=|:=|=>|->|<-|={1,3}|!==?)[ \t]*\n?[ \t]*)`,
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

// In text of one character a byte `\s` has a no-break space, which is the end of `à` in UTF-8.
const blank = /[ \t-\r]/;
const quotedValue =
  /(?:[rbufRBUF@$LN]{1,2})?(?:"""([^"]{1,2000})"""|'''([^']{1,2000})'''|"((?:[^"\\\n\r]|\\[^\n\r]){1,2000})"|'((?:[^'\\\n\r]|\\[^\n\r]){1,2000})'|`([^`\\\n\r]{1,2000})`|\\+"((?:[^"\\\n]|\\+[^"\n]){1,2000}?)\\+"|\\+'([^'\\\n]{1,2000})\\+'|&quot;([^&\n]{1,500})&quot;|&#34;([^&\n]{1,500})&#34;|«([^»\n]{1,500})»)/y;
const wrapped = /(?:new[ \t]+)?(?:\[\]byte|[\w.$:>-]{1,60})\([ \t]*(?=[rbuf]?["'`])/y;
const fallback =
  /(?:[\w.$]+(?:\([ \t]*["'][\w.-]+["'][ \t]*(?:,[ \t]*|\)[ \t]*(?:\|\||\?\?|or|\?:|\.unwrap_or\(|\.orElse\()[ \t]*)|(?:\[["'][\w.-]+["']\])?[ \t]*(?:\|\||\?\?)[ \t]*))(?=["'`])/y;
const shellDefault = /["']?\$\{\w+:?-([^} \t-\r"']{1,500})\}/y;
const blockScalar = /[|>][+-]?\d?[ \t]*\r?\n([ \t]+)([^ \t-\r#][^\n\r]{2,2000})/y;
const bareValue = /[^ \t-\r"'`<>,;(){}[\]\\|&#][^ \t-\r"'`<>,;\\]{2,2000}/y;
/** Text that nothing is put into later: no `%s`, `:name`, `{name}`, `$name`. */
const settingText = /(?![%:?$<{[#&(*])(?:(?![#$%]?\{|%[a-z@])[^ \t-\r"'`\\]){3,500}/y;
/** The first of a list, or what stands in parentheses. */
const opened = /[[(]\s*(?=[rbuf]?["'`])/y;
/** Below its name, with nothing else in the line. */
const nextLine =
  /[ \t]*(?:\\[ \t]*)?\r?\n[ \t]+(?:(?=["'])|([^ \t-\r"'`<>{}[\]|&#:-][^ \t-\r:]{3,500})[ \t]*(?:\r?\n|$))/y;
/** Of Google, with blanks as it shows one, alone up to the end of the line. */
const appPassword = /[a-z]{4}(?: [a-z]{4}){3}(?=[ \t]*(?:\r?\n|$))/y;
const bareLine = /[^ \t-\r"'`<>{[|&#][^\n\r"<>]{2,500}/y;

/** Reads what stands after a name that ends at `at`. `precededBy` is the character before the name. */
export function readValue(text: string, at: number, precededBy: string, allowsBare: boolean): Value | undefined {
  if (precededBy === '>') {
    const sibling = siblingValueAt(text, at);
    if (sibling !== undefined) return readElement(text, sibling);
  }
  if (precededBy === '<') {
    const child = childValueAt(text, at);
    if (child !== undefined) return readElement(text, child);
  }
  const inner = nestedValueAt(text, at);
  if (inner !== undefined)
    return readQuoted(text, inner, 'pair') ?? (allowsBare ? readBare(text, inner, 'pair', '', true) : undefined);
  const found = matchAt(bridge, text, at);
  if (found === undefined) return undefined;
  const groups = found.groups as Record<string, string | undefined>;
  const from = bridge.lastIndex;
  const isNameQuoted = groups['quote'] !== undefined;
  // `name="password" type="password"`: what follows is the next attribute of a tag.
  if (groups['typed'] !== undefined && !groups['typed'].startsWith(':') && (isNameQuoted || precededBy === '<')) {
    const inside = elementTextAt(text, at);
    return inside === undefined ? undefined : readElement(text, inside);
  }
  if (groups['element'] !== undefined && precededBy === '<' && isTypeArgument(text, at)) return undefined;
  if (groups['element'] !== undefined)
    return precededBy === '<' || precededBy === ':' || (isNameQuoted && isAttribute(text, at))
      ? readElement(text, from)
      : undefined;
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
  // A list of words is no list of settings, nor is text that ends with such a word a name.
  if (shape === 'argument' && (!isNameQuoted || /\s/.test(precededBy))) return undefined;
  const quoted =
    readQuoted(text, from, shape) ?? (shape === 'call' || shape === 'argument' ? undefined : readWrapped(text, from));
  if (quoted) return quoted;
  if (shape === 'call' || shape === 'argument') return undefined;
  if (shape === 'assignment') {
    const list = matchAt(opened, text, from);
    if (list) return readQuoted(text, opened.lastIndex, 'assignment');
    const below = allowsBare ? matchAt(nextLine, text, from) : undefined;
    if (below) return readBelow(text, nextLine.lastIndex, from + below[0].lastIndexOf(below[1] ?? ''), below[1]);
  }
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
  if (!allowsBare && groups['assign'] === '=' && text[at] === '=') {
    const setting = readSetting(text, from, precededBy);
    if (setting !== undefined) return setting;
  }
  if (groups['assign']?.includes('\n') === true && isOther(text, from)) return undefined;
  return readBare(text, from, shape, precededBy, allowsBare);
}

/** `"DB_PASSWORD=…"`: a variable of the environment, a property or an option that stands in a text of code, and nothing behind it. */
function readSetting(text: string, from: number, quote: string): Value | undefined {
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  const value = matchAt(settingText, text, from)?.[0];
  const end = from + (value?.length ?? 0);
  if (value === undefined || !(text.startsWith(quote, end) || text.startsWith('\\n', end))) return undefined;
  return { start: from, end, shape: 'assignment', isQuoted: true };
}

/** `PASSWORD=` and nothing: the next line sets something else, unless it belongs to this one and has no name. A mark may end base64. */
function isOther(text: string, from: number): boolean {
  if (text[from - 1] === '\n') return true;
  return /^[A-Za-z_][\w.-]*[ \t]*(?:=(?!=?[ \t\r\n])|:)|^[A-Z][A-Z\d_]*=/.test(text.slice(from, from + 60));
}

/** Up to the next tag. */
function readElement(text: string, from: number): Value | undefined {
  const end = text.indexOf('<', from);
  const close = text.startsWith(']]>', end - 3) ? end - 3 : end;
  return end > from && end - from < 2000 ? trimmed(text, from, close, 'element', true) : undefined;
}

/** `IQueryable<Secret> query`: what is in angle brackets belongs to the word before them, and nothing closes it as an element. */
function isTypeArgument(text: string, at: number): boolean {
  const name = /\w<([\w.]+)$/.exec(text.slice(Math.max(0, at - 100), at))?.[1];
  return name !== undefined && !text.startsWith(name, text.indexOf('</', at) + 2);
}

/** Whether a quoted name that ends at `at` is what an attribute has: `Omit<User, "password">` is a type. */
function isAttribute(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at);
  return /=\s*\{?\\*["'`][^"'`\n]*$/.test(before);
}

function readBelow(text: string, quote: number, start: number, bare: string | undefined): Value | undefined {
  if (bare === undefined) return readQuoted(text, quote, 'assignment');
  return { start, end: start + bare.length, shape: 'assignment', isQuoted: false };
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
    /^(?:\$|jQuery)\(|env|get|prop|config|require|import|param|find|select|query|i18n|\bt\(|read|load|lookup|translat|input|prompt|random|uuid|coding|encode|decode|format|join|split|replace|strip|trim|form\b|cookie|header|xpath|fetch/i.test(
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
  // `${name:-default}` of a shell; a message follows `:?`, and what is used instead `:+`.
  if (precededBy === '{' && /[-=?+]/.test(text.charAt(from)))
    return text.charAt(from) === '-' || text.charAt(from) === '='
      ? readBare(text, from + 1, shape, '', allowsBare)
      : undefined;
  const spaced = matchAt(appPassword, text, from);
  if (spaced) return { start: from, end: from + spaced[0].length, shape, isQuoted: false };
  const found = matchAt(bareValue, text, from);
  if (found === undefined) return undefined;
  // `:app:username-password:form`: a path of words, as of a project in a build.
  if (precededBy === ':' && text.charAt(from - 1) === ':' && /^[a-z]+(?:[-:][a-z]+)*$/i.test(found[0]))
    return undefined;
  let end = bareValue.lastIndex;
  const ampersand = precededBy === '?' || precededBy === '&' ? found[0].indexOf('&') : -1;
  if (ampersand > 0) end = from + ampersand;
  // What the brackets end in which the name stands: `{user: a, password: b}`.
  const closing = /[}\]]+$/.exec(text.slice(from, end))?.[0] ?? '';
  if (closing !== '' && hasOpen(text, from, end - closing.length)) end -= closing.length;
  // A setting whose line goes on is a sentence, unless it is a comment.
  if (shape === 'flag' && !isFlag) {
    const line = matchAt(bareLine, text, from)?.[0] ?? '';
    if (/\s\w/.test(line)) return undefined;
  }
  return { start: from, end, shape, isQuoted: precededBy === ';' && isConnection(text, from) };
}

/** `Host=…;Username=…;Password=…` is text, also where the quotation marks are around it all: brackets are none of code. */
function isConnection(text: string, from: number): boolean {
  return /\b(?:server|host|data source|database|initial catalog|user(?: ?id|name)?|uid)[ \t]*=[^;\n]{1,100};[ \t]*\w{3,10}[ \t]*=[ \t]*$/i.test(
    text.slice(Math.max(0, from - 200), from),
  );
}

/** Whether a brace or bracket is open in the line before a value that has none. */
function hasOpen(text: string, from: number, end: number): boolean {
  if (/[{}[\]]/.test(text.slice(from, end))) return false;
  const before = text.slice(Math.max(0, text.lastIndexOf('\n', from - 1), from - 400), from);
  return /[{[]/.test(before);
}

function trimmed(text: string, start: number, end: number, shape: Shape, isQuoted: boolean): Value {
  let from = start;
  let to = end;
  while (from < to && blank.test(text.charAt(from))) from += 1;
  while (to > from && blank.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to, shape, isQuoted };
}
