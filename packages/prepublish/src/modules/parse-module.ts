import type { parseSync } from 'oxc-parser';
import type { ModuleFormat } from './module-format.ts';

export type RequestKind = 'import' | 'dynamic' | 'require' | 'type' | 'types-reference' | 'path-reference';

/** A module that a packed file asks for. */
export interface ModuleRequest {
  readonly specifier: string;
  readonly kind: RequestKind;
  /** Where it stands in the file's text. */
  readonly offset: number;
}

/** What a file gives to those who import it, as far as its own text says. */
export interface ExportedNames {
  readonly names: ReadonlySet<string>;
  /** Modules all of whose names it passes on. */
  readonly stars: readonly string[];
}

export interface PackedModule {
  readonly path: string;
  readonly text: string;
  readonly isDeclaration: boolean;
  /** How Node reads it. */
  readonly format: ModuleFormat;
  readonly requests: readonly ModuleRequest[];
  readonly exported: ExportedNames;
  /** Modules that a declaration file itself declares (`declare module 'x'`). */
  readonly ambient: readonly string[];
  /** Why the parser cannot read it; its requests are then not known. */
  readonly syntaxError?: { readonly message: string; readonly offset: number };
}

export type Parse = typeof parseSync;
type Parsed = ReturnType<Parse>;

export interface FileToParse {
  readonly path: string;
  readonly text: string;
  readonly format: ModuleFormat;
}

/** Reads one packed file of JavaScript or declarations. */
export function parseModule(parse: Parse, { path, text, format }: FileToParse): PackedModule {
  const isDeclaration = /\.d\.[cm]?ts$/.test(path);
  const empty = { path, text, isDeclaration, format, requests: [], exported: { names: new Set<string>(), stars: [] } };
  const parsed = parse(isDeclaration ? 'file.d.ts' : 'file.jsx', text, {
    sourceType: isDeclaration ? 'module' : 'unambiguous',
  });
  const error = parsed.errors.find(({ severity }) => (severity as string) === 'Error');
  if (error && !isDeclaration) {
    const { message, labels } = error;
    return { ...empty, ambient: [], syntaxError: { message, offset: labels[0]?.start ?? 0 } };
  }
  // Reading the comments out of the parser costs more than parsing; most files have nothing to ask them about.
  let known: readonly Span[] | undefined;
  const comments = (): readonly Span[] => (known ??= parsed.comments);
  return {
    ...empty,
    requests: [
      ...fromRecord(parsed, text),
      ...(isDeclaration ? inDeclaration(text, comments) : requires(text, comments)),
    ],
    exported: exportsOf(parsed),
    ambient: isDeclaration ? ambientModules(text) : [],
  };
}

function fromRecord({ module }: Parsed, text: string): ModuleRequest[] {
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    kind: entries.length > 0 && entries.every(({ isType }) => isType) ? ('type' as const) : ('import' as const),
    offset: moduleRequest.start,
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest
        ? [
            {
              specifier: moduleRequest.value,
              kind: isType ? ('type' as const) : ('import' as const),
              offset: moduleRequest.start,
            },
          ]
        : [],
    ),
  );
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^'"`$\\]+)\1$/.exec(text.slice(start, end))?.[2];
    return literal === undefined ? [] : [{ specifier: literal, kind: 'dynamic' as const, offset: start }];
  });
  return [...statics, ...passedOn, ...dynamics];
}

function exportsOf({ module }: Parsed): ExportedNames {
  const names = new Set<string>();
  const stars: string[] = [];
  for (const { entries } of module.staticExports) {
    for (const { exportName, moduleRequest, importName } of entries) {
      const [kind, imported]: readonly string[] = [exportName.kind, importName.kind];
      if (kind === 'Default') names.add('default');
      else if (exportName.name !== null) names.add(exportName.name);
      else if (moduleRequest && imported === 'AllButDefault') stars.push(moduleRequest.value);
    }
  }
  return { names, stars };
}

type Span = { readonly start: number; readonly end: number };
type Comments = () => readonly Span[];

const requireCall = /(?<![\w$.])require\s*\(\s*(['"`])([^'"`$\\\n]+)\1\s*[,)]/g;

/** Calls of `require`, found as text; `locateRequest` knows which of them are what they look like. */
function requires(text: string, comments: Comments): ModuleRequest[] {
  return matches(text, requireCall, comments).map(({ 2: specifier = '', index }) => ({
    specifier,
    kind: 'require',
    offset: index,
  }));
}

const importType = /\bimport\s*\(\s*(['"])([^'"\n]+)\1\s*[,)]/g;
const importEquals = /\bimport\s+[\w$]+\s*=\s*require\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g;
const reference = /^\s*\/\/\/\s*<reference\s+(types|path)\s*=\s*(['"])([^'"\n]+)\2/gm;

function inDeclaration(text: string, comments: Comments): ModuleRequest[] {
  const typed = [importType, importEquals].flatMap((pattern) =>
    matches(text, pattern, comments).map(({ 2: specifier = '', index }) => ({
      specifier,
      kind: 'type' as const,
      offset: index,
    })),
  );
  const referred = [...text.matchAll(reference)].map(({ 1: what, 3: specifier = '', index }) => ({
    specifier,
    kind: what === 'types' ? ('types-reference' as const) : ('path-reference' as const),
    offset: index,
  }));
  return [...typed, ...referred];
}

function matches(text: string, pattern: RegExp, comments: Comments): RegExpExecArray[] {
  return [...text.matchAll(pattern)].filter(({ index }) => !isWithin(index, comments()));
}

/** The spans are in order and do not overlap. */
function isWithin(offset: number, spans: readonly Span[]): boolean {
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = spans[middle] as Span;
    if (offset < start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return true;
  }
  return false;
}

function ambientModules(text: string): string[] {
  return [...text.matchAll(/\bdeclare\s+module\s+(['"])([^'"\n]+)\1/g)].map(({ 2: name = '' }) => name);
}
