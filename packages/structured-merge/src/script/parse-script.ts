import { createRequire } from 'node:module';
import type * as Oxc from 'oxc-parser';

export type Script = Oxc.ParseResult;

type Language = 'js' | 'jsx' | 'ts' | 'tsx' | 'dts';

/** Languages to try, by extension: a `.js` file may hold JSX, and type annotations that a build takes off. */
const languages: ReadonlyMap<string, readonly Language[]> = new Map<string, readonly Language[]>([
  ['ts', ['ts']],
  ['mts', ['ts']],
  ['cts', ['ts']],
  ['d.ts', ['dts', 'ts']],
  ['d.mts', ['dts', 'ts']],
  ['d.cts', ['dts', 'ts']],
  ['tsx', ['tsx']],
  ['jsx', ['jsx', 'tsx']],
  ['js', ['jsx', 'tsx', 'ts']],
  ['mjs', ['jsx', 'tsx']],
  ['cjs', ['jsx', 'tsx']],
]);

let loaded: typeof Oxc | undefined;

/** The parser is native code; only a process that merges scripts loads it. */
function oxc(): typeof Oxc {
  loaded ??= createRequire(import.meta.url)('oxc-parser') as typeof Oxc;
  return loaded;
}

/** Whether the path is that of a script, by its extension: JavaScript or TypeScript, with JSX or without. */
export function isScript(path: string): boolean {
  return languages.has(extensionOf(path));
}

const extensionOf = (path: string): string =>
  /\.(?<extension>d\.[cm]?ts|[cm]?[jt]sx?)$/i.exec(path)?.groups?.['extension']?.toLowerCase() ?? '';

/** Scripts parsed last: one merge asks for each version several times. */
const recent = new Map<string, Script | undefined>();
const kept = 8;

/** The parsed script, also one with duplicate declarations; `undefined` when it is not well-formed in any language of its extension. */
export function parseScript(path: string, text: string): Script | undefined {
  const key = `${extensionOf(path)} ${text}`;
  if (!recent.has(key)) {
    if (recent.size >= kept) recent.delete(recent.keys().next().value as string);
    recent.set(key, parseFirst(path, text));
  }
  return recent.get(key);
}

function parseFirst(path: string, text: string): Script | undefined {
  for (const lang of languages.get(extensionOf(path)) ?? []) {
    for (const sourceType of ['module', 'commonjs', 'script'] as const) {
      const script = oxc().parseSync(path, text, { lang, sourceType });
      if (!script.errors.some(isFailure)) return script;
    }
  }
  return undefined;
}

/** The parser also gives advice. */
const isFailure = ({ severity }: { readonly severity: string }): boolean => severity === 'Error';

/** Declarations of a name that is declared already, as the parser words them; none in a text it cannot read. */
export function redeclarations(path: string, text: string): string[] {
  for (const lang of languages.get(extensionOf(path)) ?? []) {
    const { errors } = oxc().parseSync(path, text, { lang, sourceType: 'module', showSemanticErrors: true });
    const problems = errors.filter(isFailure).map(({ message }) => message);
    if (problems.every((message) => /already been declared|Duplicate/i.test(message))) return problems;
  }
  return [];
}
