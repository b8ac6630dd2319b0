import { createRequire } from 'node:module';
import type { parseSync } from 'oxc-parser';
import { amdImports } from './amd-imports.ts';
import type { ImportKind } from './import-graph.ts';
import { scanImports } from './scan-imports.ts';

export interface FoundSpecifier {
  readonly specifier: string;
  readonly kind: ImportKind;
}

export interface FoundSpecifiers {
  readonly specifiers: readonly FoundSpecifier[];
  /** False when the text could not be parsed whole and was searched as plain text. */
  readonly isParsed: boolean;
  /** The package that a file of Java or Kotlin declares. */
  readonly home?: string;
}

type Parse = typeof parseSync;
type ModuleRecord = ReturnType<Parse>['module'];

let loaded: Parse | undefined;

/** Loaded for the first file that needs it: most repositories have none. */
const parseLate: Parse = (...args) => {
  loaded ??= (createRequire(import.meta.url)('oxc-parser') as { parseSync: Parse }).parseSync;
  return loaded(...args);
};

/** What a file imports, as written in it. Component files (Vue, Svelte, Astro) are read by their script blocks. */
export function findSpecifiers(path: string, text: string, parse = parseLate): FoundSpecifiers {
  const code = scriptOf(path, text);
  const dialect = dialectOf(path, text);
  const name = `file.${dialect}`;
  const head = headOf(code);
  if (head === '') return { specifiers: [], isParsed: true };
  const scan = (end: number): readonly FoundSpecifier[] | undefined =>
    scanImports(code, {
      isTypescript: /^[cm]?tsx?$/.test(dialect),
      isDeclaration: /\.d\.[cm]?ts$/.test(path),
      hasMarkup: dialect.endsWith('x'),
      end,
    });
  // In the middle of an element only its end tells that it is one.
  const scanned = scan(head.length) ?? (head === code ? undefined : scan(code.length));
  if (scanned) return { specifiers: [...scanned, ...references(head)], isParsed: true };
  const found =
    parsedSpecifiers(parse, name, head) ?? (head === code ? undefined : parsedSpecifiers(parse, name, code));
  return found ? { specifiers: found, isParsed: true } : { specifiers: searchPlain(code), isParsed: false };
}

const mention =
  /\bfrom\s*['"]|\bimport\b(?!\.meta\b)|\brequire\s*(?:\(|\.\s*ensure\b)|\bdefine\s*\(\s*['"[]|\/\/\/\s*<reference\b|\bexport\s*(?:type\b\s*)?\{/g;

/**
 * The text to the end of the last line that could import, or pass on what was imported. Imports mostly stand at the top, and a beginning that parses by itself
 * has them all; where one stands inside a function, the beginning does not parse and the whole is read.
 */
function headOf(code: string): string {
  let last = -1;
  let imports = false;
  mention.lastIndex = 0;
  // Without a list of what was found, which takes longer than to find it.
  while (mention.test(code)) {
    last = mention.lastIndex;
    imports ||= code[last - 1] !== '{';
  }
  if (!imports) return '';
  const end = code.indexOf('\n', last);
  return end === -1 ? code : code.slice(0, end);
}

function parsedSpecifiers(parse: Parse, name: string, code: string): readonly FoundSpecifier[] | undefined {
  try {
    const { module, errors, comments } = parse(name, code, { sourceType: 'unambiguous' });
    if (errors.length > 0) return undefined;
    return [...fromRecord(module, code), ...requires(code, comments), ...references(code)];
  } catch {
    return undefined;
  }
}

/** `/// <reference path="…" />` of TypeScript. */
function references(code: string): readonly FoundSpecifier[] {
  if (!code.includes('<reference')) return [];
  return [...code.matchAll(/^\/\/\/\s*<reference\s+path=(['"])([^'"]+)\1/gm)].map(([, , path = '']) => ({
    specifier: /^\.\.?\//.test(path) ? path : `./${path}`,
    kind: 'type',
  }));
}

/** The extension by which the parser knows how to read a script. */
export function dialectOf(path: string, text: string): string {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? 'js';
  if (/^(?:vue|svelte|astro)$/.test(extension))
    return /<script[^>]*\blang=["']?(?:ts|tsx)\b/.test(text) ? 'tsx' : 'jsx';
  return extension === 'js' ? 'jsx' : extension;
}

function scriptOf(path: string, text: string): string {
  if (path.endsWith('.astro')) return /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
  if (!/\.(?:vue|svelte)$/.test(path)) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n;\n');
}

function fromRecord(record: ModuleRecord, text: string): readonly FoundSpecifier[] {
  const statics = record.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    kind: entries.length > 0 && entries.every(({ isType }) => isType) ? ('type' as const) : ('import' as const),
  }));
  const exports = record.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest
        ? [{ specifier: moduleRequest.value, kind: isType ? ('type' as const) : ('re-export' as const) }]
        : [],
    ),
  );
  const dynamics = record.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    // Only what is written out can be followed.
    const literal = /^(['"`])([^'"`$\\]+)\1$/.exec(text.slice(start, end))?.[2];
    return literal === undefined ? [] : [{ specifier: literal, kind: 'dynamic' as const }];
  });
  return [...statics, ...exports, ...dynamics];
}

const requireCall = /(?<![\w$.])require\s*\(\s*(['"`])([^'"`$\\\n]+)\1\s*[,)]/g;

const amdWord = /(?<![\w$.])(define|require)\b/g;

/** `require` calls, `import x = require()` and lists of AMD; the parser's module record has none of them. */
function requires(text: string, comments: readonly { start: number; end: number }[]): readonly FoundSpecifier[] {
  if (!/require|define/.test(text)) return [];
  const isCode = ({ index }: RegExpExecArray): boolean =>
    !comments.some(({ start, end }) => index >= start && index < end);
  const calls = [...text.matchAll(requireCall)]
    .filter(isCode)
    .map(([, , specifier = '']) => ({ specifier, kind: 'require' as const }));
  const lists = [...text.matchAll(amdWord)]
    .filter(isCode)
    .flatMap(({ index, 0: word }) => amdImports(text, index + word.length, word === 'define' ? 'define' : 'require'));
  return [...calls, ...lists];
}

const plainStatement =
  /^\s*(?:import|export)\b(?:\s+type\b)?[^'"`;]*?(?:\bfrom\s*)?(['"])([^'"\n]+)\1|\bimport\s*\(\s*(['"])([^'"\n]+)\3\s*\)/gm;

/** For text no parser takes: conflict markers, other dialects. Statements that span a broken place may be missed. */
function searchPlain(text: string): readonly FoundSpecifier[] {
  const statements = [...text.matchAll(plainStatement)].map(([statement, , specifier, , dynamic]): FoundSpecifier =>
    dynamic === undefined
      ? { specifier: specifier ?? '', kind: /^\s*import\s+type\b/.test(statement) ? 'type' : 'import' }
      : { specifier: dynamic, kind: 'dynamic' },
  );
  return [...statements, ...requires(text, [])];
}
