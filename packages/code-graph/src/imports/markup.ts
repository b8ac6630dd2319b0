/**
 * What is open around code that stands in an element's tag, or among its children. Besides, `element` is one whose end is still to come.
 * https://facebook.github.io/jsx/
 */
export type OpenMarkup = 'element' | 'attribute' | 'child';

const tag = /<[\w$.:-]*/y;
const attributes = /(?:\s+|[\w$:-]+|=|'[^']*'|"[^"]*"|\/\/[^\n]*|\/\*[^]*?\*\/){0,10000}/y;
const words = /[^<{]*/y;
const endTag = /<\/[\w$.:-]*\s*>/y;

/**
 * Passes over an element from its `<`, or over the rest of one after code in it, which `after` tells.
 * @returns where code begins again: behind the last element, or in braces in one, of which `open` then has what they are in. Undefined for what is
 * no element, such as the parameters of a type.
 */
export function passMarkup(
  text: string,
  from: number,
  open: string[],
  after?: 'attribute' | 'child',
): number | undefined {
  let at = after === undefined ? behind(tag, text, from) : from;
  let isInTag = after !== 'child';
  for (;;) {
    at = behind(isInTag ? attributes : words, text, at);
    const sign = text.charAt(at);
    if (sign === '{') {
      open.push(isInTag ? 'attribute' : 'child');
      return at + 1;
    }
    if (isInTag && sign === '>') {
      open.push('element');
      isInTag = false;
      at += 1;
      continue;
    }
    const end = isInTag ? (text.startsWith('/>', at) ? at + 2 : at) : behind(endTag, text, at);
    if (end === at) {
      if (isInTag || sign !== '<') return undefined;
      isInTag = true;
      at = behind(tag, text, at);
      continue;
    }
    if (!isInTag) open.pop();
    at = end;
    if (open.at(-1) !== 'element') return at;
    isInTag = false;
  }
}

/** Where the pattern ends that stands there; `at` where it does not. */
function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
