import type { PastCommit } from '../history/history.ts';
import type { FoundSpecifier, FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { TermData } from '../rank/term-index.ts';
import type { TextData } from '../rank/text-index.ts';
import type { KeptGraph } from './kept-graph.ts';
import type { KeptHistory, KeptIndex } from './kept-index.ts';

/**
 * The index as it lies on disk: many small strings and objects as one long string each, which is read several times as fast. What
 * has the sign that parts them in it stays as it is.
 */
export interface PackedIndex extends Omit<KeptIndex, 'contents' | 'imports' | 'graphs' | 'text' | 'past'> {
  readonly contents: Packed;
  readonly imports: string | KeptIndex['imports'];
  readonly graphs: readonly PackedGraph[];
  readonly text: Omit<TextData, 'paths' | TermName> & { readonly paths: Packed } & Readonly<
      Record<TermName, PackedTerms>
    >;
  readonly past: PackedHistory | undefined;
}

type PackedGraph = Omit<KeptGraph, 'edges' | 'unresolved'> & { readonly edges: Packed; readonly unresolved: Packed };
type Packed = string | readonly string[];
type TermName = 'pieces' | 'symbols' | 'declared' | 'names' | 'folders';
type PackedTerms = Omit<TermData, 'words'> & { readonly words: Packed };

interface PackedHistory extends Omit<KeptHistory, 'history' | 'messages'> {
  readonly isPartial: boolean;
  readonly hashes: Packed;
  readonly times: Float64Array;
  readonly texts: Packed;
  /** Of all commits, … */
  readonly paths: Packed;
  /** … and how many each has. */
  readonly counts: Uint32Array;
  readonly messages: PackedTerms;
}

/** Neither a path nor a commit's message can hold it. */
const between = '\0';

export function packIndex(index: KeptIndex): PackedIndex {
  const { text, past } = index;
  return {
    ...index,
    contents: pack(index.contents),
    imports: packImports(index.imports),
    graphs: index.graphs.map((graph) => ({
      ...graph,
      edges: pack(graph.edges),
      unresolved: pack(graph.unresolved),
    })),
    text: { ...text, paths: pack(text.paths), ...ofEach((name) => packTerms(text[name])) },
    past: past && packHistory(past),
  };
}

export function unpackIndex(packed: PackedIndex): KeptIndex {
  const { text, past } = packed;
  // Where nothing has changed nobody asks for them.
  let imports: KeptIndex['imports'] | undefined;
  return {
    ...packed,
    contents: unpack(packed.contents),
    get imports() {
      const { imports: all } = packed;
      return (imports ??= typeof all === 'string' ? unpack(all).map(readImports) : all);
    },
    graphs: packed.graphs.map(unpackGraph),
    text: { ...text, paths: unpack(text.paths), ...ofEach((name) => unpackTerms(text[name])) },
    past: past && unpackHistory(past),
  };
}

function unpackGraph(packed: PackedGraph): KeptGraph {
  let edges: readonly string[] | undefined;
  return {
    ...packed,
    get edges() {
      return (edges ??= unpack(packed.edges));
    },
    unresolved: unpack(packed.unresolved),
  };
}

function pack(strings: readonly string[]): Packed {
  return strings.length === 0 || strings.some((one) => one.includes(between)) ? strings : strings.join(between);
}

function unpack(packed: Packed): readonly string[] {
  return typeof packed === 'string' ? packed.split(between) : packed;
}

function ofEach<T>(make: (name: TermName) => T): Record<TermName, T> {
  return {
    pieces: make('pieces'),
    symbols: make('symbols'),
    declared: make('declared'),
    names: make('names'),
    folders: make('folders'),
  };
}

function packTerms(terms: TermData): PackedTerms {
  return { ...terms, words: pack(terms.words) };
}

function unpackTerms(terms: PackedTerms): TermData {
  return { ...terms, words: unpack(terms.words) };
}

function packHistory({ key, history, messages }: KeptHistory): PackedHistory {
  const { commits, isPartial } = history;
  return {
    key,
    isPartial,
    hashes: pack(commits.map(({ hash }) => hash)),
    times: Float64Array.from(commits, ({ time }) => time),
    texts: pack(commits.map(({ message }) => message)),
    paths: pack(commits.flatMap(({ paths }) => paths)),
    counts: Uint32Array.from(commits, ({ paths }) => paths.length),
    messages: packTerms(messages),
  };
}

function unpackHistory(packed: PackedHistory): KeptHistory {
  const { key, isPartial, times, counts } = packed;
  const [texts, paths] = [unpack(packed.texts), unpack(packed.paths)];
  let first = 0;
  const commits = unpack(packed.hashes).map((hash, at): PastCommit => {
    const own = paths.slice(first, (first += counts[at] ?? 0));
    return { hash, time: times[at] ?? 0, message: texts[at] ?? '', paths: own };
  });
  return { key, history: { commits, isPartial }, messages: unpackTerms(packed.messages) };
}

/** One line end cannot be in a specifier of any language; where it is for all that, nothing is packed. */
const inLine = '\n';

function packImports(imports: KeptIndex['imports']): PackedIndex['imports'] {
  const lines: string[] = [];
  for (const found of imports) {
    const { isParsed = false, home, specifiers = [] } = found ?? {};
    const head = found === undefined ? '' : `${isParsed ? 'whole' : 'part'}${home === undefined ? '' : ` ${home}`}`;
    const fields = [head, ...specifiers.map(({ kind, specifier }) => `${kind} ${specifier}`)];
    if (fields.some((field) => field.includes(inLine) || field.includes(between))) return imports;
    lines.push(fields.join(inLine));
  }
  return lines.length === 0 ? [] : lines.join(between);
}

function readImports(line: string): FoundSpecifiers | undefined {
  if (line === '') return undefined;
  const [head = '', ...fields] = line.split(inLine);
  const space = head.indexOf(' ');
  return {
    specifiers: fields.map(readSpecifier),
    isParsed: head.startsWith('whole'),
    ...(space !== -1 && { home: head.slice(space + 1) }),
  };
}

function readSpecifier(field: string): FoundSpecifier {
  const space = field.indexOf(' ');
  return { specifier: field.slice(space + 1), kind: field.slice(0, space) as FoundSpecifier['kind'] };
}
