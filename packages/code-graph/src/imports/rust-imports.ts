import { endOfLine, next, skipGap, type Cursor } from './cursor.ts';
import type { FoundSpecifier, FoundSpecifiers } from './find-specifiers.ts';
import { readUse, readWord } from './rust-use.ts';

const token =
  /\/\/|\/\*|\b[bc]?r(#*)"|"|'|[{}]|#\s*\[\s*path\s*=\s*"([^"\n]+)"\s*\]|(?<![\w#$])(?:mod|use)\b|(?<![\w#$:])(?:crate|super|self)\s*::/g;

/**
 * What a file of Rust declares and uses: `mod a`, `mod a = other.rs` with a path attribute, and every path of a `use`, written out; beside them the paths in
 * code that begin with `crate`, `super` or `self`. Within inline modules they are told as seen from the file: `self::tests::a`. Comments (nested ones too),
 * strings of every kind and characters are passed over; `cfg` is not looked at.
 */
export function rustImports(text: string): FoundSpecifiers {
  const found = new Map<string, FoundSpecifier>();
  /** Names of the inline modules that are open; undefined for other blocks. */
  const open: (string | undefined)[] = [];
  const inline = (): string[] => open.filter((name) => name !== undefined);
  const tell = (specifier: string, kind: FoundSpecifier['kind']): void => {
    if (!found.has(specifier)) found.set(specifier, { specifier, kind });
  };
  let path: string | undefined;

  function readModule(cursor: Cursor): void {
    skipGap(cursor);
    const own = readWord(cursor);
    if (own === undefined) return;
    const name = [...inline(), own].join('::');
    const sign = next(cursor);
    if (sign === ';') tell(path === undefined ? `mod ${name}` : `mod ${name} = ${path}`, 'import');
    if (sign !== '{') return;
    cursor.at += 1;
    open.push(own);
  }

  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const at = match.index;
    const [sign, hashes, attribute] = match;
    const cursor: Cursor = { text, at: at + sign.length };
    if (sign === '//') cursor.at = endOfLine(text, at);
    else if (sign === '/*') cursor.at = endOfComment(text, at);
    else if (sign === '"') cursor.at = endOfString(text, at);
    else if (sign === "'") cursor.at = endOfCharacter(text, at);
    else if (hashes !== undefined) cursor.at = endAfter(text, `"${hashes}`, cursor.at);
    else if (attribute !== undefined) path = attribute;
    else {
      if (sign === '{') open.push(undefined);
      else if (sign === '}') open.pop();
      else if (sign === 'mod') readModule(cursor);
      else {
        if (sign !== 'use') cursor.at = at;
        const kind = sign === 'use' && isPublic(text, at) ? 're-export' : 'import';
        for (const parts of readUse(cursor, sign === 'use')) tell(fromFile(parts, inline()), kind);
      }
      path = undefined;
    }
    token.lastIndex = cursor.at;
  }
  return { specifiers: [...found.values()], isParsed: true };
}

function isPublic(text: string, at: number): boolean {
  return /\bpub(?:\s*\([^()]*\))?\s*$/.test(text.slice(Math.max(0, at - 60), at));
}

/** A path within inline modules as it is from the file that holds them. */
function fromFile(parts: readonly string[], inline: readonly string[]): string {
  if (inline.length === 0 || (parts[0] !== 'self' && parts[0] !== 'super')) return parts.join('::');
  let rest = parts[0] === 'self' ? parts.slice(1) : parts;
  const modules = [...inline];
  while (rest[0] === 'super' && modules.length > 0) {
    modules.pop();
    rest = rest.slice(1);
  }
  return (rest[0] === 'super' ? rest : ['self', ...modules, ...rest]).join('::');
}

function endAfter(text: string, sign: string, from: number): number {
  const end = text.indexOf(sign, from);
  return end === -1 ? text.length : end + sign.length;
}

function endOfComment(text: string, at: number): number {
  const sign = /\/\*|\*\//g;
  sign.lastIndex = at;
  let depth = 0;
  for (let match = sign.exec(text); match; match = sign.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return sign.lastIndex;
  }
  return text.length;
}

function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '"') return end + 1;
    if (text[end] === '\\') end += 1;
  }
  return text.length;
}

/** Past a character; of a lifetime only past its sign. */
function endOfCharacter(text: string, at: number): number {
  if (text[at + 1] === '\\') return endAfter(text, "'", at + 3);
  const width = (text.codePointAt(at + 1) ?? 0) > 0xff_ff ? 2 : 1;
  return text[at + 1 + width] === "'" ? at + 2 + width : at + 1;
}
