import { amdImports } from './amd-imports.ts';
import { codeBefore, wordBefore, type LastEnds } from './code-before.ts';
import { endOfLine, next, skipGap, take, type Cursor } from './cursor.ts';
import { readExport, readImport, readWord } from './declarations.ts';
import { endOfTemplate } from './end-of-template.ts';
import { passMarkup } from './markup.ts';
import { mostPassages, passage, passageBesideMarkup } from './passages.ts';
import { passedOn, type ImportClause } from './passed-on.ts';
import type { FoundSpecifier } from './find-specifiers.ts';

export interface ScanOptions {
  readonly isTypescript: boolean;
  /** A file of declarations, where `import()` always is a type. */
  readonly isDeclaration: boolean;
  /** Whether `<a>` may be an element, whose text no longer is code. */
  readonly hasMarkup: boolean;
  /** Nothing begins an import from here on. */
  readonly end: number;
}

const requireCall = /\s*\(\s*(['"`])([^'"`$\\\n]+)\1\s*[,)]/y;
const quoted = /(['"`])([^'"`$\\]+)\1/y;
const assigned = /\s*(?:type\s+)?[\w$]+\s*=/y;
const star = /\s*(?:type\b\s*)?\*/y;
/** A regular expression without its flags. */
const expression = /\/(?:[^\n\\/[]|\\.|\[(?:[^\]\n\\]|\\.)*\])+\//y;
const phased = /\s*\.\s*(?:defer|source)\s*\(/y;

/**
 * What a script imports, read in long steps: comments, strings, templates, regular expressions and elements are told from code, and nothing
 * else is understood, which is a tenth of the work of parsing. Undefined where that is not enough to be sure: a slash that may be
 * either, brackets that do not match, forms that are rare, single tokens of megabytes.
 *
 * Besides what a parser's module record has, that is what `require`, `import x = require()`, types such as `import('./a').B` and the
 * blocks of `declare module` ask for.
 */
export function scanImports(text: string, options: ScanOptions): readonly FoundSpecifier[] | undefined {
  try {
    return new Scan(text, options).run();
  } catch (error) {
    // A token that no expression has room for.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Scan implements Cursor {
  readonly text: string;
  at: number;
  readonly #start: number;
  readonly #options: ScanOptions;
  readonly #found: FoundSpecifier[] = [];
  readonly #imported: ImportClause[] = [];
  /** What closes the brackets that are open, of a template's expression a backtick; and where they were opened. */
  readonly #open: string[] = [];
  readonly #opened: number[] = [];
  readonly #ends = {
    pattern: 0,
    declaration: 0,
    markup: 0,
    brackets: 0,
    opened: 0,
    comments: 0,
    commented: 0,
  } satisfies LastEnds;

  constructor(text: string, options: ScanOptions) {
    this.text = text;
    this.#options = options;
    this.#start = text.startsWith('#!') ? endOfLine(text, 0) : 0;
    this.at = this.#start;
  }

  run(): readonly FoundSpecifier[] | undefined {
    const { text } = this;
    const { end, hasMarkup } = this.#options;
    const pattern = hasMarkup ? passageBesideMarkup : passage;
    for (;;) {
      const from = this.at;
      pattern.lastIndex = from;
      pattern.test(text);
      this.at = pattern.lastIndex;
      if (this.at - from >= mostPassages && this.at < end) continue;
      if (this.at >= end) return this.#isAllClosed(end) ? this.#found : undefined;
      if (!this.#stop()) return undefined;
    }
  }

  /** Brackets may be open where nothing more is looked for, an element not: what was taken for its text may have been code. */
  #isAllClosed(end: number): boolean {
    return end === this.text.length ? this.#open.length === 0 : !this.#open.includes('element');
  }

  /** What is not passed over; false where it is not known how. */
  #stop(): boolean {
    switch (this.text.charCodeAt(this.at)) {
      case 40:
        return this.#opens(')');
      case 91:
        return this.#opens(']');
      case 123:
        return this.#opens('}');
      case 41:
        return this.#closes(')');
      case 93:
        return this.#closes(']');
      case 125:
        return this.#closes('}');
      case 47:
        return this.#comments() || this.#slash();
      case 96:
        return this.#template(this.at + 1);
      case 60:
        return this.#element();
      case 33:
        this.at += 1;
        return true;
      case 105:
        return this.#import();
      case 101:
        return this.#export();
      case 114:
        return this.#require();
      case 100:
        return this.#define();
      default:
        return false;
    }
  }

  #import(): boolean {
    const before = this.at;
    this.at += 6;
    const cursor = { text: this.text, at: this.at };
    const sign = next(cursor);
    if (sign === '(') this.#dynamic(before, cursor.at + 1);
    else if (sign === '.') {
      if (this.#sees(phased)) this.#dynamic(before, phased.lastIndex);
    } else {
      const found = readImport(cursor, this.#options.isTypescript);
      if (found) {
        this.#found.push(...found);
        const clause = this.text.slice(this.at, cursor.at);
        this.#imported.push(...found.map(({ specifier }) => ({ specifier, clause })));
        this.at = cursor.at;
        this.#ends.declaration = this.at;
        return true;
      }
      // Inside brackets it is the name of a field; `import a = require('b')` is met again at its `require`.
      if (this.#open.length === 0 && !this.#sees(assigned)) return false;
    }
    return true;
  }

  /** A call, or in TypeScript a type. */
  #dynamic(before: number, at: number): void {
    const cursor = { text: this.text, at };
    skipGap(cursor);
    const found = take(cursor, quoted);
    if (!found) return;
    const sign = next(cursor);
    if (sign !== ')' && sign !== ',') return;
    this.#found.push({ specifier: found[2] ?? '', kind: this.#isType(before, cursor) ? 'type' : 'dynamic' });
  }

  #isType(before: number, cursor: Cursor): boolean {
    if (!this.#options.isTypescript) return false;
    if (this.#options.isDeclaration) return true;
    if (wordBefore(this.text, this.#start, before) === 'typeof') return true;
    if (next(cursor) !== ')') return false;
    cursor.at += 1;
    if (next(cursor) !== '.') return false;
    cursor.at += 1;
    skipGap(cursor);
    return !/^(?:then|catch|finally)$/.test(readWord(cursor) ?? 'then');
  }

  #export(): boolean {
    this.at += 6;
    const cursor = { text: this.text, at: this.at };
    const found = readExport(cursor, this.#options.isTypescript);
    if (found) {
      this.#found.push(...found);
      this.at = cursor.at;
      this.#ends.declaration = this.at;
      return true;
    }
    const passed = passedOn(this.text, this.at, this.#imported);
    if (!passed) return !this.#sees(star);
    this.#found.push(...passed.specifiers);
    this.at = passed.end;
    return true;
  }

  #require(): boolean {
    this.at += 7;
    requireCall.lastIndex = this.at;
    const specifier = requireCall.exec(this.text)?.[2];
    if (specifier !== undefined) this.#found.push({ specifier, kind: 'require' });
    else this.#found.push(...amdImports(this.text, this.at, 'require'));
    return true;
  }

  #define(): boolean {
    this.at += 6;
    this.#found.push(...amdImports(this.text, this.at, 'define'));
    return true;
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  #opens(closing: string): boolean {
    this.#open.push(closing);
    this.#opened.push(this.at === this.#ends.comments ? this.#ends.commented : this.at);
    this.at += 1;
    return true;
  }

  #closes(sign: string): boolean {
    const closing = this.#open.pop();
    this.#ends.opened = this.#opened.pop() ?? 0;
    this.at += 1;
    this.#ends.brackets = this.at;
    if (closing === sign) return true;
    if (sign !== '}') return false;
    if (closing === 'attribute' || closing === 'child') return this.#passMarkup(this.at, closing);
    return closing === '`' && this.#template(this.at);
  }

  #template(from: number): boolean {
    const at = endOfTemplate(this.text, from);
    if (at === undefined) return false;
    this.at = at;
    if (this.text[at - 1] === '`') return true;
    this.at -= 1;
    return this.#opens('`');
  }

  #before(): ReturnType<typeof codeBefore> {
    return codeBefore(this.text, this.#start, this.at, this.#ends);
  }

  /** What may be one. */
  #element(): boolean {
    if (this.text.startsWith('<<<', this.at)) return false;
    switch (this.#before()) {
      case 'unclear':
        return false;
      case 'value':
        this.at += 1;
        return true;
      default:
        return this.#passMarkup(this.at);
    }
  }

  #passMarkup(from: number, after?: 'attribute' | 'child'): boolean {
    const at = passMarkup(this.text, from, this.#open, after);
    if (at === undefined) return false;
    this.at = at;
    if (this.text[at - 1] === '>') this.#ends.markup = at;
    return true;
  }

  #comments(): boolean {
    const from = this.at;
    skipGap(this);
    if (this.at === from) return false;
    this.#ends.comments = this.at;
    this.#ends.commented = from;
    return this.text[this.at] === '(' ? this.#opens(')') : true;
  }

  #slash(): boolean {
    // A comment that does not end, or the end of an element.
    if (this.text[this.at + 1] === '*' || this.text[this.at - 1] === '<') return false;
    const before = this.#before();
    if (before === 'unclear') return false;
    if (before === 'value') {
      this.at += 1;
      return true;
    }
    if (!this.#sees(expression)) return false;
    this.at = expression.lastIndex;
    this.#ends.pattern = this.at;
    return true;
  }
}
