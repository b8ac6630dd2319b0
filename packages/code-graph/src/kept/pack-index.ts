import { startsOf, type ChangeTable } from '../history/change-table.ts';
import type { PastCommit } from '../history/history.ts';
import type { FoundSpecifier, FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { Numbers, TermData } from '../rank/term-index.ts';
import type { TextData } from '../rank/text-index.ts';
import type { KeptGraph } from './kept-graph.ts';
import type { KeptHistory, KeptIndex } from './kept-index.ts';
import {
  finderOf,
  packNumbers,
  packStrings,
  packWords,
  unpackStrings,
  type PackedStrings,
  type PackedWords,
} from './pack-values.ts';

/**
 * The index as it lies on disk: many small strings and objects as the bytes of one text each, which is read when somebody asks for
 * them, and numbers in narrow arrays. What is not touched costs least: most runs ask for a few words of it.
 */
export interface PackedIndex extends Omit<KeptIndex, 'contents' | 'imports' | 'graphs' | 'text' | 'past'> {
  readonly contents: PackedStrings;
  readonly imports: Uint8Array | KeptIndex['imports'];
  readonly graphs: readonly PackedGraph[];
  readonly text: Omit<TextData, 'paths' | TermName> & { readonly paths: PackedStrings } & Readonly<
      Record<TermName, PackedTerms>
    >;
  readonly past: PackedHistory | undefined;
}

type PackedGraph = Omit<KeptGraph, 'edges' | 'unresolved'> & Readonly<Record<'edges' | 'unresolved', PackedStrings>>;
type TermName = 'pieces' | 'symbols' | 'declared' | 'names' | 'folders' | 'nameGrams';

interface PackedTerms extends PackedWords {
  readonly starts: Numbers;
  readonly units: Numbers;
  readonly counts: Numbers;
  readonly lengths: Numbers;
}

interface PackedHistory extends Omit<KeptHistory, 'history' | 'changes' | 'messages'> {
  readonly isPartial: boolean;
  readonly hashes: PackedStrings;
  readonly times: Float64Array;
  readonly texts: PackedStrings;
  /** Each path once, … */
  readonly names: PackedStrings;
  /** … the numbers of those of all commits, … */
  readonly paths: Numbers;
  /** … and how many each commit has. */
  readonly counts: Numbers;
  readonly messages: PackedTerms;
}

export function packIndex(index: KeptIndex): PackedIndex {
  const { text, past } = index;
  return {
    ...index,
    contents: packStrings(index.contents),
    imports: packImports(index.imports),
    graphs: index.graphs.map((graph) => ({
      ...graph,
      edges: packStrings(graph.edges),
      unresolved: packStrings(graph.unresolved),
    })),
    text: { ...text, paths: packStrings(text.paths), ...ofEach((name) => packTerms(text[name])) },
    past: past && packHistory(past),
  };
}

export function unpackIndex(packed: PackedIndex): KeptIndex {
  const { text, past } = packed;
  let contents: KeptIndex['contents'] | undefined;
  let imports: KeptIndex['imports'] | undefined;
  return {
    ...packed,
    get contents() {
      return (contents ??= unpackStrings(packed.contents));
    },
    get imports() {
      return (imports ??= unpackImports(packed.imports));
    },
    graphs: packed.graphs.map(unpackGraph),
    text: { ...text, paths: unpackStrings(text.paths), ...ofEach((name) => unpackTerms(text[name])) },
    past: past && unpackHistory(past),
  };
}

function unpackGraph(packed: PackedGraph): KeptGraph {
  let edges: readonly string[] | undefined;
  let unresolved: readonly string[] | undefined;
  return {
    ...packed,
    get edges() {
      return (edges ??= unpackStrings(packed.edges));
    },
    get unresolved() {
      return (unresolved ??= unpackStrings(packed.unresolved));
    },
  };
}

function ofEach<T>(make: (name: TermName) => T): Record<TermName, T> {
  return {
    pieces: make('pieces'),
    symbols: make('symbols'),
    declared: make('declared'),
    names: make('names'),
    folders: make('folders'),
    nameGrams: make('nameGrams'),
  };
}

function packTerms({ words, starts, units, counts, lengths }: TermData): PackedTerms {
  return {
    ...packWords(words),
    starts: packNumbers(starts),
    units: packNumbers(units),
    counts: packNumbers(counts),
    lengths: packNumbers(lengths),
  };
}

function unpackTerms({ begins, order, words: packed, ...numbers }: PackedTerms): TermData {
  const termOf = finderOf({ words: packed, begins, order });
  let words: readonly string[] | undefined;
  return {
    get words() {
      return (words ??= unpackStrings(packed));
    },
    ...numbers,
    ...(termOf && { termOf }),
  };
}

function packHistory({ key, history, changes, messages }: KeptHistory): PackedHistory {
  const { commits, isPartial } = history;
  return {
    key,
    isPartial,
    hashes: packStrings(commits.map(({ hash }) => hash)),
    times: Float64Array.from(commits, ({ time }) => time),
    texts: packStrings(commits.map(({ message }) => message)),
    names: packStrings(changes.names),
    paths: packNumbers(changes.paths),
    counts: packNumbers(Uint32Array.from(commits, (commit) => commit.paths.length)),
    messages: packTerms(messages),
  };
}

function unpackHistory(packed: PackedHistory): KeptHistory {
  const { key, isPartial, paths } = packed;
  const changes = { names: unpackStrings(packed.names), paths, starts: startsOf(packed.counts) };
  let commits: readonly PastCommit[] | undefined;
  const history = {
    get commits() {
      return (commits ??= unpackCommits(packed, changes));
    },
    isPartial,
  };
  return { key, history, changes, messages: unpackTerms(packed.messages) };
}

function unpackCommits(
  { hashes, times, texts }: PackedHistory,
  { names, paths, starts }: ChangeTable,
): readonly PastCommit[] {
  const messages = unpackStrings(texts);
  return unpackStrings(hashes).map((hash, at): PastCommit => {
    let own: readonly string[] | undefined;
    return {
      hash,
      time: times[at] ?? 0,
      message: messages[at] ?? '',
      // A reason quotes a message; who counts changes has their numbers.
      get paths() {
        return (own ??= Array.from(paths.subarray(starts[at], starts[at + 1]), (number) => names[number] ?? ''));
      },
    };
  });
}

/** One line end cannot be in a specifier of any language; where it is for all that, nothing is packed. */
const inLine = '\n';

function packImports(imports: KeptIndex['imports']): PackedIndex['imports'] {
  const lines: string[] = [];
  for (const found of imports) {
    const { isParsed = false, home, specifiers = [] } = found ?? {};
    const head = found === undefined ? '' : `${isParsed ? 'whole' : 'part'}${home === undefined ? '' : ` ${home}`}`;
    const fields = [head, ...specifiers.map(({ kind, specifier }) => `${kind} ${specifier}`)];
    if (fields.some((field) => field.includes(inLine))) return imports;
    lines.push(fields.join(inLine));
  }
  const packed = packStrings(lines);
  return packed instanceof Uint8Array ? packed : imports;
}

function unpackImports(packed: PackedIndex['imports']): KeptIndex['imports'] {
  return packed instanceof Uint8Array ? unpackStrings(packed).map(readImports) : packed;
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
