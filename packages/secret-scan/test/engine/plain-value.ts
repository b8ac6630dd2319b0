import type { NameClass } from '../../src/assignment/name-class.ts';
import { leastValue, shape, shapes } from '../../src/engine/value-shape.ts';

/** What would have to be looked for further away counts as there. */
const reach = 400;

const mark = {
  equals: 0x3d,
  colon: 0x3a,
  question: 0x3f,
  hash: 0x23,
  slash: 0x2f,
  star: 0x2a,
  bar: 0x7c,
  plus: 0x2b,
  not: 0x21,
  minus: 0x2d,
  more: 0x3e,
  comma: 0x2c,
  semicolon: 0x3b,
  ampersand: 0x26,
  open: 0x28,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  backslash: 0x5c,
  dollar: 0x24,
  openBrace: 0x7b,
  less: 0x3c,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
} as const;

/**
 * False only where `readValue` reads no value after a name, or one that is too short to be a secret: told by the bytes, before anything is
 * decoded. Follows its expression step by step; where that would be long-winded the answer is "may".
 */
export function mayBeRead(bytes: Uint8Array, name: Place, kind: NameClass, allowsBare: boolean): boolean {
  return new ValueSearch(bytes, name, leastValue[kind], allowsBare).search();
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

class ValueSearch {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #limit: number;
  readonly #least: number;
  readonly #before: number;
  readonly #isBare: boolean;

  constructor(bytes: Uint8Array, { start, end }: Place, least: number, allowsBare: boolean) {
    this.#bytes = bytes;
    this.#least = least;
    let first = start;
    while (first < end && (shapes[bytes[first]!]! & shape.beforeName) !== 0) first += 1;
    let last = end;
    while (last > first && (shapes[bytes[last - 1]!]! & shape.afterName) !== 0) last -= 1;
    this.#start = first;
    this.#end = last;
    this.#limit = last + reach;
    this.#before = first > 0 ? bytes[first - 1]! : 0;
    this.#isBare =
      allowsBare ||
      this.#before === mark.question ||
      this.#before === mark.ampersand ||
      this.#before === mark.semicolon ||
      this.#before === mark.minus ||
      (bytes[last] === mark.equals && (shapes[this.#before]! & shape.quote) !== 0) ||
      (this.#before === mark.openBrace && bytes[first - 2] === mark.dollar);
  }

  search(): boolean {
    const end = this.#end;
    const first = this.#at(end);
    if (first === mark.ampersand) return true;
    let at = this.#past(end, shape.backslash);
    const isQuoted = this.#is(at, shape.quote);
    at = isQuoted ? at + 1 : end;
    const bridge = at;
    at = this.#past(at, shape.blank);
    let hasBlank = at > bridge;
    if (this.#at(at) === mark.closeBracket) at += 1;
    else if (this.#at(at) === mark.openBracket) {
      let close = at + 1;
      while (close < this.#limit && this.#at(close) >= 0x30 && this.#at(close) <= 0x39) close += 1;
      if (close >= this.#limit) return true;
      if (this.#at(close) === mark.closeBracket) at = close + 1;
    }
    const value = this.#past(at, shape.blank);
    hasBlank ||= value > at;
    if (value >= this.#limit) return true;
    return (
      this.#afterOperator(value) ||
      (isQuoted && this.#at(value) === mark.openBrace) ||
      (this.#before === mark.more && this.#at(end) === mark.less) ||
      this.#afterMark(value, isQuoted) ||
      (hasBlank && this.#afterBlank(value)) ||
      this.#afterType(bridge) ||
      this.#isPair(value, isQuoted) ||
      this.#isPair(end, false) ||
      ((isQuoted || this.#before === mark.less || this.#before === mark.colon) && this.#isElement(value))
    );
  }

  #at(place: number): number {
    return this.#bytes[place] ?? 0;
  }

  #is(place: number, bits: number): boolean {
    return (shapes[this.#at(place)]! & bits) !== 0;
  }

  /** The first place from `from` on whose byte has none of the bits. */
  #past(from: number, bits: number): number {
    let at = from;
    while (at < this.#limit && this.#is(at, bits)) at += 1;
    return at;
  }

  /** `=`, `:=`, `=>`, `+=` and others, after which the line may end, and `:`. */
  #afterOperator(at: number): boolean {
    const [first, second, third] = [this.#at(at), this.#at(at + 1), this.#at(at + 2)];
    let length = 0;
    if (first === mark.colon && second !== mark.equals) {
      const value = this.#past(second === mark.colon ? at + 2 : at + 1, shape.blank);
      return this.#is(value, shape.yaml) || this.#opens(value) || this.#mayBegin(value);
    }
    if (first === mark.equals) {
      if (second === mark.more) length = 2;
      else if (second !== mark.equals) length = 1;
      else length = third === mark.equals ? 3 : 2;
    } else if (first === mark.question)
      length = second === mark.question && third === mark.equals ? 3 : second === mark.equals ? 2 : 0;
    else if (first === mark.bar) length = second === mark.bar && third === mark.equals ? 3 : 0;
    else if (first === mark.plus || first === mark.colon) length = second === mark.equals ? 2 : 0;
    else if (first === mark.minus) length = second === mark.more ? 2 : 0;
    else if (first === mark.less) length = second === mark.minus ? 2 : 0;
    else if (first === mark.not) length = second !== mark.equals ? 0 : third === mark.equals ? 3 : 2;
    if (length === 0) return false;
    let value = this.#past(at + length, shape.blank);
    if (this.#at(value) === mark.lineFeed) value = this.#past(value + 1, shape.blank);
    return this.#opens(value) || this.#mayBegin(value);
  }

  /** A list, settings, parentheses, the next line. */
  #opens(at: number): boolean {
    const byte = this.#at(at);
    return (
      byte === mark.openBracket ||
      byte === mark.openBrace ||
      byte === mark.open ||
      byte === mark.lineFeed ||
      byte === mark.carriageReturn
    );
  }

  /** A call, and an argument after one that is the name. */
  #afterMark(at: number, isQuoted: boolean): boolean {
    const first = this.#at(at);
    if (first !== mark.open && !(first === mark.comma && isQuoted)) return false;
    return this.#mayBeQuoted(this.#past(at + 1, shape.blank));
  }

  /** `--password value`, `password is value`. */
  #afterBlank(at: number): boolean {
    if (this.#mayBegin(at)) return true;
    const word = ((this.#at(at) | 0x20) << 8) | (this.#at(at + 1) | 0x20);
    if ((word !== 0x69_73 && word !== 0x61_73 && word !== 0x74_6f) || !this.#is(at + 2, shape.blank)) return false;
    return this.#mayBegin(this.#past(at + 2, shape.blank));
  }

  /** `: string = `. */
  #afterType(from: number): boolean {
    const at = this.#past(from, shape.type);
    if (at >= this.#limit) return true;
    if (this.#at(at) !== mark.equals) return false;
    const value = this.#past(at + 1, shape.blank);
    return this.#opens(value) || this.#mayBegin(value);
  }

  /** The name of a setting, and its value under a name of its own: the words for that begin with `v`, `d`, `c` or `p`, and those for what may stand before it with others. */
  #isPair(from: number, isQuoted: boolean): boolean {
    let at = from;
    if (this.#at(at) === mark.comma || this.#at(at) === mark.semicolon) at += 1;
    at = this.#past(at, shape.space);
    if (this.#at(at) === mark.minus) at = this.#past(at + 1, shape.space);
    if (at >= this.#limit) return true;
    at = this.#past(at, shape.backslash);
    if (this.#is(at, shape.quote)) at += 1;
    const letter = this.#at(at) | 0x20;
    return (
      letter === 0x76 ||
      letter === 0x64 ||
      letter === 0x63 ||
      letter === 0x70 ||
      (isQuoted && (letter === 0x74 || letter === 0x65 || letter === 0x73))
    );
  }

  #isElement(from: number): boolean {
    for (let at = from; at <= from + 60; at += 1) {
      const byte = this.#at(at);
      if (byte === mark.more) return true;
      if (byte === mark.less || byte === mark.lineFeed) return false;
    }
    return false;
  }

  #mayBegin(at: number): boolean {
    if (at >= this.#limit || this.#mayBeQuoted(at)) return true;
    const first = this.#at(at);
    if (first === mark.dollar && this.#at(at + 1) === mark.openBrace) return true;
    const wrap = this.#past(at, shape.wrapping);
    if (wrap > at && this.#isWrapped(at, wrap)) return true;
    return this.#isLongBare(at) && (this.#isBare || this.#isApart());
  }

  /** Something before the name in its line may be the mark of a comment, or of a text with settings. */
  #isApart(): boolean {
    const isEquals = this.#at(this.#end) === mark.equals;
    let next = 0;
    for (let at = this.#start - 1; at >= Math.max(0, this.#start - 200); at -= 1) {
      const byte = this.#at(at);
      if (byte === mark.lineFeed) return false;
      if (byte === mark.hash || (isEquals && this.#is(at, shape.quote))) return true;
      if (byte === mark.slash && (next === mark.slash || next === mark.star)) return true;
      if (byte === mark.minus && next === mark.minus) return true;
      if (byte === mark.star && (next === 0x20 || next === 0x09)) return true;
      next = byte;
    }
    return false;
  }

  /** `Buffer.from("…")`, `new Key("…")`, `env.KEY || "…"`, `env["KEY"] || "…"`. */
  #isWrapped(from: number, end: number): boolean {
    const first = this.#at(end);
    if (first === mark.bar || first === mark.question) return true;
    if (first === mark.open || first === mark.openBracket) {
      const inner = this.#past(end + 1, shape.blank);
      return inner >= this.#limit || this.#is(inner, shape.quote) || this.#is(inner + 1, shape.quote);
    }
    if (!this.#is(end, shape.blank)) return false;
    const next = this.#at(this.#past(end, shape.blank));
    return next === mark.bar || next === mark.question || (end - from === 3 && this.#at(from) === 0x6e);
  }

  #mayBeQuoted(from: number): boolean {
    let at = from;
    while (at < from + 2 && this.#is(at, shape.prefix)) at += 1;
    const next = this.#at(at);
    if (next === mark.backslash || next === mark.ampersand || next >= 0x80) return true;
    return this.#is(at, shape.quote) && this.#isLongQuoted(at);
  }

  #isLongQuoted(from: number): boolean {
    const quote = this.#at(from);
    if (this.#at(from + 1) === quote) return this.#at(from + 2) === quote;
    for (let at = from + 1; at <= from + this.#least; at += 1) {
      const byte = this.#at(at);
      if (byte === mark.backslash) return true;
      if (byte === quote || byte === mark.lineFeed || byte === mark.carriageReturn || at >= this.#bytes.length)
        return false;
    }
    return true;
  }

  #isLongBare(from: number): boolean {
    if (this.#is(from, shape.neverFirst)) return false;
    for (let at = from; at < from + this.#least; at += 1)
      if (at >= this.#bytes.length || this.#is(at, shape.ends)) return false;
    return true;
  }
}
