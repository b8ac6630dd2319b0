import { parseSync, type ParseResult } from 'oxc-parser';

/** A file of TypeScript or JavaScript; it is parsed when somebody asks. */
export interface SourceFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly parsed: () => ParseResult;
}

/** One `import … from`, `export … from` or `import()` with a literal name. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly isDynamic: boolean;
}

export function sourceFile(path: string, text: string): SourceFile {
  let result: ParseResult | undefined;
  return { path, text, parsed: () => (result ??= parseSync(path, text)) };
}

/** Everything the file imports, in order of appearance. */
export function importsOf({ text, parsed }: SourceFile): readonly Import[] {
  const { staticImports, staticExports, dynamicImports } = parsed().module;
  const found = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest ?? [])),
  ].map(({ value, start }) => ({ specifier: value, start, isDynamic: false }));
  const literal = dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const specifier = /^(['"`])([^'"`$]*)\1$/.exec(text.slice(start, end))?.[2];
    return specifier === undefined ? [] : [{ specifier, start, isDynamic: true }];
  });
  return [...found, ...literal]
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, ...rest }) => ({ ...rest, line: lineAt(text, start) }));
}

/** Names the file exports, types included; `*` for `export * from`. */
export function exportsOf({ parsed }: SourceFile): readonly string[] {
  const { staticExports } = parsed().module;
  return staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name ?? '*'));
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The package of a bare import (`@cdev/core/cli` → `@cdev/core`); undefined for relative and built-in ones. */
export function packageOf(specifier: string): string | undefined {
  if (/^(\.|\/|node:|#|file:|data:)/.test(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
