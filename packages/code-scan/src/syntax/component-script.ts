import { parseSync } from 'oxc-parser';

const script = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
/** What has another language, or is data. */
const isOther =
  /\blang\s*=\s*(?!["']?[jt]sx?\b)|\btype\s*=\s*(?!["']?(?:module\b|(?:text|application)\/(?:java|type)script\b|[jt]s\b))/i;
/** https://docs.astro.build/en/basics/astro-components/#the-component-script */
const astroHead = /^\s*---[ \t]*\r?\n([\s\S]*?)^---/m;

/** What the markup puts into the page as HTML, up to where its expression begins, which a quotation mark or a brace ends. */
const rawHtml = /(?<=\s)v-html\s*=\s*(["'])|\{@html\s|(?<=\s)set:html\s*=\s*\{/g;

/** The label of a statement that stands for an expression in the markup that becomes HTML. */
export const htmlLabel = '$html';

/**
 * The program in a component of Vue, Svelte or Astro: what is in none of its scripts is blanks, so that places stay as they are. Of the markup only what it
 * puts in as HTML is left, each as a statement: `$html:(expression)`.
 */
export function componentScript(path: string, text: string): string {
  const program = blank(text).split('');
  for (const [from, to] of scriptsIn(path, text)) put(program, from, text.slice(from, to));
  const isMarkup = (at: number): boolean => program[at] === ' ' && text[at] !== ' ';
  for (const { 0: opening, 1: quote, index } of text.matchAll(rawHtml)) {
    const from = index + opening.length;
    const to = quote === undefined ? closingBrace(text, from) : text.indexOf(quote, from);
    const label = `${htmlLabel}:(`;
    if (to < 0 || !isMarkup(index) || !isExpression(text.slice(from, to))) continue;
    put(program, from - label.length, `${label}${text.slice(from, to)})`);
    if (isMarkup(to + 1)) program[to + 1] = ';';
  }
  return program.join('');
}

type Part = readonly [from: number, to: number];

function scriptsIn(path: string, text: string): Part[] {
  const parts: Part[] = [];
  if (path.endsWith('.astro')) {
    const head = astroHead.exec(text);
    if (head?.index === 0) parts.push([head[0].indexOf(head[1] as string), head[0].length - '---'.length]);
  }
  for (const { 0: whole, 1: attributes = '', 2: program = '', index } of text.matchAll(script)) {
    if (isOther.test(attributes) || index < (parts.at(-1)?.[1] ?? 0)) continue;
    const from = index + whole.indexOf('>') + 1;
    parts.push([from, from + program.length]);
  }
  return parts;
}

function put(program: string[], at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) program[at + index] = text[index] as string;
}

function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] !== '}') continue;
    if (depth === 0) return at;
    depth -= 1;
  }
  return -1;
}

/** What cannot be parsed would keep the script from being read. */
function isExpression(text: string): boolean {
  return text.trim() !== '' && parseSync('a.ts', `(${text})`).errors.length === 0;
}

/** By UTF-16 units, as places are counted. */
function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ');
}
