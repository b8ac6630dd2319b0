/** What an expression makes of what stands before it: `operator` where one begins, `value` where one has ended, else it cannot be told. */
export type Before = 'operator' | 'value' | 'unclear';

/** What the text alone does not tell: the places where these ended last, 0 for none. */
export interface LastEnds {
  /** Of a regular expression, without its flags. */
  readonly pattern: number;
  /** Of a declaration, after which anything may come. */
  readonly declaration: number;
  /** Of an element, which is a value. */
  readonly markup: number;
  /** Of brackets that hold more than names. */
  readonly brackets: number;
  /** Where what stands before those brackets ends. */
  readonly opened: number;
  /** Of comments before a sign that asks. */
  readonly comments: number;
  /** Where those comments began. */
  readonly commented: number;
}

const beforeExpression = new Set(
  'return typeof case do else in instanceof new void delete throw yield await default'.split(' '),
);
const conditions = new Set(['if', 'for', 'while', 'with']);

/**
 * Looks back from `at` to `start`: only a slash and a `<` need to know what came before them, and they are few. Comments before them, before `!` and
 * before `(` are in `ends`; elsewhere none counts.
 */
export function codeBefore(text: string, start: number, at: number, ends: LastEnds): Before {
  const from = at === ends.comments && at > 0 ? ends.commented : at;
  const last = lastSign(text, start, from);
  if (last < start) return 'operator';
  if (last + 1 === ends.declaration) return 'unclear';
  if (last + 1 === ends.pattern || last + 1 === ends.markup) return 'value';
  const sign = text.charAt(last);
  const isTwice = last > start && text.charAt(last - 1) === sign;
  switch (sign) {
    case '"':
    case "'":
    case '`':
    case ']':
      return 'value';
    case ')':
      return afterParentheses(
        wordBefore(text, start, last + 1 === ends.brackets ? ends.opened : text.lastIndexOf('(', last)),
      );
    case '}':
    case '#':
      return 'unclear';
    case '>':
      return text.charAt(last - 1) === '=' ? 'operator' : 'unclear';
    case '+':
    case '-':
      return isTwice ? 'unclear' : 'operator';
    case '.':
      return text.startsWith('...', last - 2) ? 'operator' : 'unclear';
    case '!':
      return codeBefore(text, start, last, ends) === 'operator' ? 'operator' : 'unclear';
    case '/':
      return text.startsWith('*/', last - 1) ? 'unclear' : 'operator';
    default:
      // White space, perhaps.
      if (text.charCodeAt(last) > 127) return 'unclear';
      return isName(text.charCodeAt(last)) ? afterWord(wordBefore(text, start, last + 1)) : 'operator';
  }
}

function afterWord(word: string | undefined): Before {
  // `of` is a name too.
  if (word === undefined || word === 'of') return 'unclear';
  return beforeExpression.has(word) ? 'operator' : 'value';
}

/** After a condition comes a statement, after `await (…)` it cannot be told, and after a call its rest. */
function afterParentheses(word: string | undefined): Before {
  if (word === undefined || word === 'await') return 'unclear';
  return conditions.has(word) ? 'operator' : 'value';
}

/** The word that ends before `at`; empty where another sign does or it names a member; undefined where it cannot be told. */
export function wordBefore(text: string, start: number, at: number): string | undefined {
  const last = lastSign(text, start, at);
  let first = last + 1;
  while (first > start && isName(text.charCodeAt(first - 1))) first -= 1;
  if (text.charCodeAt(first - 1) > 127) return undefined;
  const dot = lastSign(text, start, first);
  if (dot < start || !/[.#]/.test(text.charAt(dot)) || text.startsWith('...', dot - 2))
    return text.slice(first, last + 1);
  // Of a line before, it may be a comment's end.
  return text.slice(dot, first).includes('\n') ? undefined : '';
}

/** The place of the last sign before `at` that is no white space; less than `start` where there is none. */
function lastSign(text: string, start: number, at: number): number {
  let last = at - 1;
  while (last >= start && text.charCodeAt(last) <= 32) last -= 1;
  return last;
}

function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}
