import { dirname } from 'node:path';
import type ts from 'typescript';
import type { PackageTarball } from '@cdev/package-tarball';
import type { Compiler } from './compiler.ts';

/** The declarations of one tarball as the compiler sees them, without any package that they import. */
export interface DeclarationWorld {
  readonly checker: ts.TypeChecker;
  /** Of a declaration file, by its path in the tarball. */
  readonly source: (path: string) => ts.SourceFile | undefined;
  readonly moduleOf: (path: string) => ts.Symbol | undefined;
  /** Follows imports and re-exports to what they name; undefined when that is in no file that is known. */
  readonly resolve: (symbol: ts.Symbol | undefined) => ts.Symbol | undefined;
  /** Declared in the package, not in the standard library. */
  readonly isOwn: (symbol: ts.Symbol) => boolean;
}

const home = '/package/';
/** Parsed once for all worlds of a run. */
const standard = new Map<string, ts.SourceFile>();

/** `texts` stand for files of the tarball that are to be read otherwise than they are. */
export function openWorld(
  compiler: Compiler,
  { entries }: PackageTarball,
  roots: readonly string[],
  texts: ReadonlyMap<string, string> = new Map(),
): DeclarationWorld {
  const options: ts.CompilerOptions = {
    target: compiler.ScriptTarget.ESNext,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const libraries = dirname(compiler.getDefaultLibFilePath(options));
  const textOf = (file: string): string | undefined => {
    if (!file.startsWith(home)) return file.startsWith(libraries) ? compiler.sys.readFile(file) : undefined;
    const path = file.slice(home.length);
    const entry = entries.get(path);
    return texts.get(path) ?? (entry?.type === 'file' ? entry.data.toString('utf8') : undefined);
  };
  const host: ts.CompilerHost = {
    getSourceFile: (file, language) => {
      const known = standard.get(file);
      if (known) return known;
      const text = textOf(file);
      if (text === undefined) return undefined;
      if (file.startsWith(home)) return compiler.createSourceFile(file, text, language, true);
      const parsed = compiler.createSourceFile(file, text, withoutDocs(compiler, language));
      standard.set(file, parsed);
      return parsed;
    },
    getDefaultLibFileName: (own) => compiler.getDefaultLibFilePath(own),
    writeFile: () => {},
    getCurrentDirectory: () => home,
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (file) => textOf(file) !== undefined,
    readFile: textOf,
    getDirectories: () => [],
  };
  const program = compiler.createProgram({ rootNames: roots.map((path) => home + path), options, host });
  const checker = program.getTypeChecker();
  const source = (path: string): ts.SourceFile | undefined => program.getSourceFile(home + path);
  return {
    checker,
    source,
    moduleOf: (path) => {
      const file = source(path);
      return file && checker.getSymbolAtLocation(file);
    },
    resolve: (symbol) => {
      const target = symbol && symbol.flags & compiler.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return target?.declarations === undefined ? undefined : target;
    },
    isOwn: ({ declarations = [] }) => declarations.some((node) => node.getSourceFile().fileName.startsWith(home)),
  };
}

/** Half of the standard library is documentation. */
function withoutDocs(
  { JSDocParsingMode }: Compiler,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.CreateSourceFileOptions {
  const options = typeof language === 'object' ? language : { languageVersion: language };
  return { ...options, jsDocParsingMode: JSDocParsingMode.ParseNone };
}

/** Where a node stands, for people. */
export function placeOf(node: ts.Node): { readonly file: string; readonly line: number } {
  const file = node.getSourceFile();
  return {
    file: file.fileName.slice(home.length),
    line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1,
  };
}
