import { styleText } from 'node:util';
import { displayWidth, truncateText } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { ShjLanguageData, ShjToken } from '@speed-highlight/core/tokenize';

/** A part of a line that is of one kind. */
export interface Span {
  readonly text: string;
  readonly kind?: ShjToken | undefined;
}

export type Line = readonly Span[];

/** Characters beyond which a text is shown without colours. */
const mostCharacters = 200_000;

/** Their declarations do not go with exact optional properties, so they are taken for what they are below. */
type Grammar = () => Promise<{ readonly default: unknown }>;

const grammars: Readonly<Record<string, Grammar>> = {
  bash: () => import('@speed-highlight/core/languages/bash.js'),
  c: () => import('@speed-highlight/core/languages/c.js'),
  css: () => import('@speed-highlight/core/languages/css.js'),
  docker: () => import('@speed-highlight/core/languages/docker.js'),
  go: () => import('@speed-highlight/core/languages/go.js'),
  html: () => import('@speed-highlight/core/languages/html.js'),
  ini: () => import('@speed-highlight/core/languages/ini.js'),
  java: () => import('@speed-highlight/core/languages/java.js'),
  js: () => import('@speed-highlight/core/languages/js.js'),
  jsdoc: () => import('@speed-highlight/core/languages/jsdoc.js'),
  json: () => import('@speed-highlight/core/languages/json.js'),
  md: () => import('@speed-highlight/core/languages/md.js'),
  py: () => import('@speed-highlight/core/languages/py.js'),
  regex: () => import('@speed-highlight/core/languages/regex.js'),
  rs: () => import('@speed-highlight/core/languages/rs.js'),
  sql: () => import('@speed-highlight/core/languages/sql.js'),
  todo: () => import('@speed-highlight/core/languages/todo.js'),
  toml: () => import('@speed-highlight/core/languages/toml.js'),
  ts: () => import('@speed-highlight/core/languages/ts.js'),
  xml: () => import('@speed-highlight/core/languages/xml.js'),
  yaml: () => import('@speed-highlight/core/languages/yaml.js'),
};

/** Endings of paths, and the grammar of each. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/\.[cm]?tsx?$/, 'ts'],
  [/\.[cm]?jsx?$/, 'js'],
  [/\.(?:json|jsonc|json5|webmanifest)$/, 'json'],
  [/\.ya?ml$/, 'yaml'],
  [/\.(?:md|mdx|markdown)$/, 'md'],
  [/\.(?:css|scss|less)$/, 'css'],
  [/\.(?:html?|vue|svelte)$/, 'html'],
  [/\.(?:xml|svg)$/, 'xml'],
  [/\.(?:sh|bash|zsh)$/, 'bash'],
  [/\.py$/, 'py'],
  [/\.go$/, 'go'],
  [/\.rs$/, 'rs'],
  [/\.(?:java|kt)$/, 'java'],
  [/\.(?:c|h|cc|cpp|hpp)$/, 'c'],
  [/\.sql$/, 'sql'],
  [/\.toml$/, 'toml'],
  [/\.(?:ini|cfg|conf|properties|editorconfig)$|(?:^|\/)\.(?:npmrc|gitconfig)$/, 'ini'],
  [/(?:^|\/)Dockerfile[^/]*$/, 'docker'],
];

/** A text as lines that are safe to print, with the kind of each part; of one kind where the language is not known. */
export async function readSyntax(path: string, text: string): Promise<readonly Line[]> {
  const safe = stripControl(text.replace(/^\uFEFF/, '')).replaceAll('\t', '  ');
  const name = endings.find(([ending]) => ending.test(path.toLowerCase()))?.[1];
  const spans: Span[] = [];
  if (name === undefined || safe.length > mostCharacters) spans.push({ text: safe });
  else {
    // Loaded only where a chunk is shown.
    const { tokenizer } = await import('@speed-highlight/core/tokenize');
    const load = async (language: string): Promise<ShjLanguageData | undefined> =>
      (await grammars[language]?.())?.default as ShjLanguageData | undefined;
    const grammar = await load(name);
    const run = tokenizer(safe, grammar ?? [], (part, kind) => void spans.push({ text: part, kind }));
    let step = run.next();
    while (step.done !== true) step = run.next(await load(step.value));
  }
  return linesOf(spans);
}

function linesOf(spans: readonly Span[]): Line[] {
  const lines: Span[][] = [[]];
  for (const { text, kind } of spans)
    for (const [at, part] of text.split('\n').entries()) {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, kind });
    }
  return lines;
}

type Format = Parameters<typeof styleText>[0];

const formats: Readonly<Partial<Record<ShjToken, Format>>> = {
  kwd: 'magenta',
  oper: 'white',
  str: 'green',
  esc: 'cyan',
  num: 'yellow',
  bool: 'yellow',
  cmnt: 'gray',
  func: 'blue',
  class: 'cyan',
  type: 'cyan',
  section: 'bold',
  var: 'white',
};

/** A line for the terminal. */
export function paintLine(line: Line, hasColour: boolean): string {
  return line
    .map(({ text, kind }) => {
      const format = kind && formats[kind];
      return hasColour && format !== undefined ? styleText(format, text, { validateStream: false }) : text;
    })
    .join('');
}

/** Parts of one line beyond which nobody reads on: it was made by a machine. */
const mostParts = 40;

/** The line broken so that no part is wider than `columns`, at a space where one is near. */
export function wrapLine(line: Line, columns: number): Line[] {
  const rows: Span[][] = [[]];
  let room = columns;
  for (const { text, kind } of line) {
    let rest = text;
    while (rest !== '') {
      const part = isWithin(rest, room) ? rest : headOf(rest, room);
      if (part !== '') rows.at(-1)?.push({ text: part, kind });
      room -= displayWidth(part);
      rest = rest.slice(part.length);
      if (rest === '') break;
      if (rows.length === mostParts) return [...rows, [{ text: '…' }]];
      rows.push([]);
      room = columns;
    }
  }
  return rows;
}

/** A character takes a column at least, nearly always. */
function isWithin(text: string, columns: number): boolean {
  return text.length <= columns * 2 && displayWidth(text) <= columns;
}

/** As much of a text as `columns` have room for, to the end of a word where that costs little. */
function headOf(text: string, columns: number): string {
  if (columns < 1) return '';
  // One character more than has room, so that it is cut for certain.
  const head = truncateText(`${text.slice(0, columns * 4)}  `, columns + 1).replace(/…$/, '');
  const space = head.lastIndexOf(' ') + 1;
  if (text[head.length] === ' ' || space <= columns / 2) return head;
  return head.slice(0, space);
}
