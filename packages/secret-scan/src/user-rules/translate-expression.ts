/** An expression as JavaScript has it, over text of one character per byte. */
export interface Translated {
  readonly source: string;
  /** Holds for the whole of it. */
  readonly ignoreCase: boolean;
}

interface Flags {
  i: boolean;
  s: boolean;
  m: boolean;
  /** Repetitions take as little as they can, and with `?` as much. */
  U: boolean;
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-/:-@\\[-`{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
/** Blank for RE2, which has fewer than JavaScript. */
const blank = '\\t\\n\\f\\r ';
const allButBlank = '\\x00-\\x08\\x0b\\x0e-\\x1f!-\\xff';

/**
 * An expression of RE2 (https://github.com/google/re2/wiki/Syntax) for JavaScript: flags in the middle, named groups, POSIX classes, `\z`,
 * quoted text; letters outside ASCII as the bytes of UTF-8.
 * @throws SyntaxError for what neither has.
 */
export function translateExpression(expression: string): Translated {
  const leading = /^\(\?i\)/.exec(expression);
  const body = leading === null ? expression : expression.slice(4);
  // With the flag for the whole nothing needs both letters written out.
  const source = new Translation(body, leading !== null).whole();
  return { source, ignoreCase: leading !== null };
}

class Translation {
  readonly #text: string;
  readonly #isFolded: boolean;
  #at = 0;

  constructor(text: string, isFolded: boolean) {
    this.#text = text;
    this.#isFolded = isFolded;
  }

  whole(): string {
    const source = this.#group({ i: false, s: false, m: false, U: false });
    if (this.#at < this.#text.length) throw new SyntaxError('a ) has no (');
    return source;
  }

  /** To the end of the group; flags hold from where they stand to there. */
  #group(outer: Flags): string {
    let flags = { ...outer };
    let out = '';
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      const set = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(this.#text.slice(this.#at, this.#at + 12));
      if (set !== null && (set[1] !== '' || set[2] !== undefined)) {
        this.#at += set[0].length;
        flags = changed(flags, set[1] ?? '', set[2] ?? '');
      } else out += this.#one(flags);
    }
    return out;
  }

  #one(flags: Flags): string {
    const character = this.#text.charAt(this.#at);
    if (character === '\\') return this.#escape(flags, false);
    if (character === '[') return this.#characterClass(flags);
    if (character === '(') return this.#parentheses(flags);
    const repetition = flags.U
      ? /^(?:[*+?]|\{\d+(?:,\d*)?\})(\??)/.exec(this.#text.slice(this.#at, this.#at + 16))
      : null;
    if (repetition !== null) {
      this.#at += repetition[0].length;
      return repetition[1] === '?' ? repetition[0].slice(0, -1) : `${repetition[0]}?`;
    }
    this.#at += 1;
    if (character === '.') return flags.s ? '[^]' : '[^\\n]';
    if (character === '^') return flags.m ? '(?<![^\\n])' : '^';
    if (character === '$') return flags.m ? '(?![^\\n])' : '$';
    // A brace that counts nothing stands for itself.
    if (character === '{' && !/^\{\d+(?:,\d*)?\}/.test(this.#text.slice(this.#at - 1, this.#at + 14))) return '\\{';
    return this.#literal(character, flags);
  }

  #parentheses(flags: Flags): string {
    const head = /^\((?:\?P?<([A-Za-z_]\w*)>|\?([imsU]*)(?:-([imsU]+))?:)?/.exec(
      this.#text.slice(this.#at, this.#at + 80),
    );
    const [whole = '(', name, on, off] = head ?? [];
    if (whole === '(' && this.#text[this.#at + 1] === '?')
      throw new SyntaxError('a group begins with what RE2 does not have');
    this.#at += whole.length;
    const inner = this.#group(on === undefined ? flags : changed(flags, on, off ?? ''));
    if (this.#text[this.#at] !== ')') throw new SyntaxError('a ( has no )');
    this.#at += 1;
    return `${name !== undefined ? `(?<${name}>` : on !== undefined ? '(?:' : '('}${inner})`;
  }

  #escape(flags: Flags, isInClass: boolean): string {
    const next = this.#text.charAt(this.#at + 1);
    const rest = this.#text.slice(this.#at);
    const hex = /^\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(rest);
    if (hex !== null) {
      this.#at += hex[0].length;
      return this.#code(Number.parseInt((hex[1] ?? hex[2]) as string, 16), flags, isInClass);
    }
    if (next === 'Q' && !isInClass) {
      const end = rest.indexOf('\\E');
      const quoted = rest.slice(2, end < 0 ? undefined : end);
      this.#at += end < 0 ? rest.length : end + 2;
      return Array.from(quoted, (letter) =>
        /[\\^$.*+?()[\]{}|]/.test(letter) ? `\\${letter}` : this.#literal(letter, flags),
      ).join('');
    }
    const property = /^\\[pP](?:\{\^?(\w+)\}|(\w))/.exec(rest);
    if (property !== null) {
      this.#at += property[0].length;
      return isInClass ? 'A-Za-z\\x80-\\xff' : property[0][1] === 'P' ? '[^A-Za-z\\x80-\\xff]' : '[A-Za-z\\x80-\\xff]';
    }
    this.#at += 2;
    if (next === 's') return isInClass ? blank : `[${blank}]`;
    if (next === 'S') return isInClass ? allButBlank : `[${allButBlank}]`;
    if (next === 'z') return '(?![^])';
    if (next === 'A') return '(?<![^])';
    if (next === 'a') return '\\x07';
    if (next === '') throw new SyntaxError('a \\ stands at the end');
    if (/[dDwWbBnrtfv]/.test(next)) return `\\${next}`;
    if (/[A-Za-z0-9]/.test(next)) throw new SyntaxError(`\\${next} is not known`);
    return `\\${next}`;
  }

  #characterClass(flags: Flags): string {
    let out = '[';
    this.#at += 1;
    if (this.#text[this.#at] === '^') {
      out += '^';
      this.#at += 1;
    }
    // A bracket that comes first stands for itself.
    for (let isFirst = true; isFirst || this.#text[this.#at] !== ']'; isFirst = false) {
      if (this.#at >= this.#text.length) throw new SyntaxError('a [ has no ]');
      const named = /^\[:(\^?)(\w+):\]/.exec(this.#text.slice(this.#at, this.#at + 14));
      const members = posix[named?.[2] ?? ''];
      if (named !== null && members !== undefined) {
        if (named[1] === '^') throw new SyntaxError('a class that is not another, within a class');
        out += members;
        this.#at += named[0].length;
        continue;
      }
      out += this.#member(flags);
    }
    this.#at += 1;
    return `${out}]`;
  }

  /** One character of a class, or a range of them. */
  #member(flags: Flags): string {
    const range = /^([A-Za-z])-([A-Za-z])/.exec(this.#text.slice(this.#at, this.#at + 3));
    if (range !== null) {
      this.#at += 3;
      const [whole, first = '', last = ''] = range;
      const isOneCase = /[a-z]/.test(first) === /[a-z]/.test(last);
      return flags.i && !this.#isFolded && isOneCase ? `${whole}${otherCase(first)}-${otherCase(last)}` : whole;
    }
    const character = this.#text.charAt(this.#at);
    if (character === '\\') return this.#escape(flags, true);
    this.#at += 1;
    if (character === '[' || character === ']') return `\\${character}`;
    if (character.charCodeAt(0) > 0x7f) return Buffer.from(character, 'utf8').toString('latin1');
    return flags.i && !this.#isFolded && /[A-Za-z]/.test(character) ? character + otherCase(character) : character;
  }

  #literal(character: string, flags: Flags): string {
    if (character.charCodeAt(0) > 0x7f) return `(?:${Buffer.from(character, 'utf8').toString('latin1')})`;
    if (flags.i && !this.#isFolded && /[A-Za-z]/.test(character)) return `[${character}${otherCase(character)}]`;
    return character === '/' ? '\\/' : character;
  }

  #code(code: number, flags: Flags, isInClass: boolean): string {
    if (code > 0x7f && !isInClass) return `(?:${Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1')})`;
    const character = String.fromCharCode(code);
    if (/[A-Za-z]/.test(character)) return isInClass ? character : this.#literal(character, flags);
    return `\\x${Math.min(255, code).toString(16).padStart(2, '0')}`;
  }
}

function changed(flags: Flags, on: string, off: string): Flags {
  const of = (name: keyof Flags): boolean => (on.includes(name) ? true : off.includes(name) ? false : flags[name]);
  return { i: of('i'), s: of('s'), m: of('m'), U: of('U') };
}

function otherCase(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}
