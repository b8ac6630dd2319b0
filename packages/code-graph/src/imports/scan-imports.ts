import { endOfLine, next, skipGap, take, type Cursor } from './cursor.ts';
import { readExport, readImport, readWord } from './declarations.ts';
import { endOfComment, endOfPattern, endOfString, endOfTemplate } from './literal-ends.ts';
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

/** What came before decides whether a slash divides, begins a regular expression, or cannot be told. */
type Before = 'operator' | 'value' | 'word' | 'member' | 'unclear';

const words = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$]/.test(String.fromCharCode(code)) ? 1 : 0));
const beforeExpression = new Set(
  'return typeof case do else in instanceof new void delete throw yield await default'.split(' '),
);
const requireCall = /\s*\(\s*(['"`])([^'"`$\\\n]+)\1\s*[,)]/y;
const quoted = /(['"`])([^'"`$\\]+)\1/y;
const assigned = /\s*(?:type\s+)?[\w$]+\s*=/y;
const star = /\s*(?:type\b\s*)?\*/y;
const phased = /\s*\.\s*(?:defer|source)\s*\(/y;
const moduleName = /\s*['"]/y;

/**
 * What a script imports, read token by token: comments, strings, templates and regular expressions are told from code, and nothing
 * else is understood, which is a tenth of the work of parsing. Undefined where that is not enough to be sure: markup, a slash that
 * may be either, names that are not ASCII, brackets that do not match, forms that are rare.
 *
 * Besides what a parser's module record has, that is what `require`, `import x = require()`, types such as `import('./a').B` and the
 * blocks of `declare module` ask for.
 */
export function scanImports(text: string, options: ScanOptions): readonly FoundSpecifier[] | undefined {
  return new Scan(text, options).run();
}

class Scan implements Cursor {
  readonly text: string;
  at: number;
  readonly #options: ScanOptions;
  readonly #found: FoundSpecifier[] = [];
  readonly #imported: ImportClause[] = [];
  /** What closes the brackets that are open; `await (` closes as `?`, of a condition as `!`, of a template's expression as a backtick. */
  readonly #open: string[] = [];
  #before: Before = 'operator';
  #wordStart = 0;
  #wordEnd = 0;

  constructor(text: string, options: ScanOptions) {
    this.text = text;
    this.#options = options;
    this.at = text.startsWith('#!') ? endOfLine(text, 0) : 0;
  }

  run(): readonly FoundSpecifier[] | undefined {
    const { text } = this;
    const { end } = this.#options;
    while (this.at < end) {
      const code = text.charCodeAt(this.at);
      if (code <= 32) this.at += 1;
      else if (code >= 128) return undefined;
      else if (words[code] === 1) {
        if (!this.#word()) return undefined;
      } else if (!this.#sign()) return undefined;
    }
    return end === text.length && this.#open.length > 0 ? undefined : this.#found;
  }

  #word(): boolean {
    const start = this.at;
    let end = start + 1;
    for (let code = this.text.charCodeAt(end); code < 128 && words[code] === 1; code = this.text.charCodeAt(end))
      end += 1;
    const isMember = this.#before === 'member';
    this.at = end;
    if (!isMember) {
      const first = this.text.charCodeAt(start);
      const length = end - start;
      const isWord = (word: string): boolean => this.text.startsWith(word, start);
      if (first === 105 && length === 6 && isWord('import')) return this.#import();
      if (first === 101 && length === 6 && isWord('export')) return this.#export();
      if (first === 114 && length === 7 && isWord('require')) this.#require();
      // A declaration that was not read as one.
      else if (first === 102 && length === 4 && isWord('from') && this.#sees(moduleName)) return false;
    }
    this.#before = isMember ? 'value' : 'word';
    this.#wordStart = start;
    this.#wordEnd = end;
    return true;
  }

  #import(): boolean {
    const cursor = { text: this.text, at: this.at };
    const sign = next(cursor);
    if (sign === '(') this.#dynamic(cursor.at + 1);
    else if (sign === '.') {
      if (this.#sees(phased)) this.#dynamic(phased.lastIndex);
    } else {
      const found = readImport(cursor, this.#options.isTypescript);
      if (found) {
        this.#found.push(...found);
        const clause = this.text.slice(this.at, cursor.at);
        this.#imported.push(...found.map(({ specifier }) => ({ specifier, clause })));
        this.at = cursor.at;
        this.#before = 'unclear';
        return true;
      }
      // Inside brackets it is the name of a field; `import a = require('b')` is met again at its `require`.
      if (this.#open.length === 0 && !this.#sees(assigned)) return false;
    }
    this.#before = 'value';
    return true;
  }

  /** A call, or in TypeScript a type. */
  #dynamic(at: number): void {
    const cursor = { text: this.text, at };
    skipGap(cursor);
    const found = take(cursor, quoted);
    if (!found) return;
    const sign = next(cursor);
    if (sign !== ')' && sign !== ',') return;
    this.#found.push({ specifier: found[2] ?? '', kind: this.#isType(cursor) ? 'type' : 'dynamic' });
  }

  #isType(cursor: Cursor): boolean {
    if (!this.#options.isTypescript) return false;
    if (this.#options.isDeclaration) return true;
    if (this.#before === 'word' && this.#lastWord() === 'typeof') return true;
    if (next(cursor) !== ')') return false;
    cursor.at += 1;
    if (next(cursor) !== '.') return false;
    cursor.at += 1;
    skipGap(cursor);
    return !/^(?:then|catch|finally)$/.test(readWord(cursor) ?? 'then');
  }

  #export(): boolean {
    const cursor = { text: this.text, at: this.at };
    const found = readExport(cursor, this.#options.isTypescript);
    this.#before = 'unclear';
    if (found) {
      this.#found.push(...found);
      this.at = cursor.at;
      return true;
    }
    const passed = passedOn(this.text, this.at, this.#imported);
    if (passed) {
      this.#found.push(...passed.specifiers);
      this.at = passed.end;
    } else if (this.#sees(star)) return false;
    else this.#before = 'operator';
    return true;
  }

  #require(): void {
    requireCall.lastIndex = this.at;
    const specifier = requireCall.exec(this.text)?.[2];
    if (specifier !== undefined) this.#found.push({ specifier, kind: 'require' });
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  #lastWord(): string {
    return this.text.slice(this.#wordStart, this.#wordEnd);
  }

  /** An expression follows, not the rest of one. */
  #isBeforeExpression(): boolean {
    return this.#before === 'operator' || (this.#before === 'word' && beforeExpression.has(this.#lastWord()));
  }

  #sign(): boolean {
    const sign = this.text[this.at] as string;
    switch (sign) {
      case '"':
      case "'":
        return this.#valueTo(endOfString(this.text, this.at));
      case '`':
        return this.#template(this.at + 1);
      case '/':
        return this.#slash();
      case '(':
        return this.#opens(this.#parenthesis());
      case '[':
        return this.#opens(']');
      case '{':
        return this.#opens('}');
      case ')':
      case ']':
      case '}':
        return this.#closes(sign);
      case '<':
      case '>':
      case '=':
        return this.#compares(sign);
      default:
        return this.#operator(sign);
    }
  }

  #operator(sign: string): boolean {
    const isTwice = this.text[this.at + 1] === sign;
    this.at += 1;
    if (sign === '\\') return false;
    if ((sign === '+' || sign === '-') && isTwice) {
      this.at += 1;
      this.#before = 'unclear';
    } else if (sign === '.' || sign === '#') {
      const isSpread = sign === '.' && isTwice;
      if (isSpread) this.at += 2;
      this.#before = isSpread ? 'operator' : 'member';
    } else this.#before = sign === '!' && !this.#isBeforeExpression() ? 'unclear' : 'operator';
    return true;
  }

  #compares(sign: string): boolean {
    // A conflict's mark: no script.
    if (this.text[this.at + 2] === sign && this.text.startsWith(sign === '<' ? '<<<' : sign.repeat(7), this.at))
      return false;
    const { at } = this;
    this.at += 1;
    if (sign === '<' && this.#options.hasMarkup && /[a-zA-Z>]/.test(this.text[this.at] ?? '')) {
      if (this.#isBeforeExpression() || this.#before === 'unclear') return false;
    }
    this.#before = sign === '>' && this.text[at - 1] !== '=' ? 'unclear' : 'operator';
    return true;
  }

  #parenthesis(): string {
    if (this.#before !== 'word') return ')';
    const word = this.#lastWord();
    if (word === 'await') return '?';
    return /^(?:if|for|while|with)$/.test(word) ? '!' : ')';
  }

  #opens(closing: string): boolean {
    this.#open.push(closing);
    this.at += 1;
    this.#before = 'operator';
    return true;
  }

  #closes(sign: string): boolean {
    const closing = this.#open.pop();
    this.at += 1;
    if (sign === '}' && closing === '`') return this.#template(this.at);
    if (sign === ')' ? closing === undefined || !')?!'.includes(closing) : closing !== sign) return false;
    // After a block comes a statement, after an object the rest of an expression.
    this.#before = closing === '!' ? 'operator' : closing === '?' || closing === '}' ? 'unclear' : 'value';
    return true;
  }

  #template(from: number): boolean {
    const at = endOfTemplate(this.text, from);
    if (at === undefined || this.text[at - 1] === '`') return this.#valueTo(at);
    this.at = at - 1;
    return this.#opens('`');
  }

  #valueTo(at: number | undefined): boolean {
    this.at = at ?? this.text.length;
    this.#before = 'value';
    return at !== undefined;
  }

  #slash(): boolean {
    const comment = endOfComment(this.text, this.at);
    if (comment !== 0) {
      this.at = comment ?? this.text.length;
      return comment !== undefined;
    }
    if (this.#before === 'unclear' || this.#before === 'member' || this.text[this.at - 1] === '<') return false;
    if (this.#isBeforeExpression()) return this.#valueTo(endOfPattern(this.text, this.at));
    // `of` is a name too.
    if (this.#before === 'word' && this.#lastWord() === 'of') return false;
    this.at += 1;
    this.#before = 'operator';
    return true;
  }
}
