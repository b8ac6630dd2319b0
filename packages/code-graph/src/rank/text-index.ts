import { posix } from 'node:path';
import { isCodeLanguage, languageOf } from '../inventory/language-of.ts';
import { nameGrams } from './name-grams.ts';
import { someUnits } from './some-units.ts';
import { createTermIndex, termIndexOf, type TermData, type TermIndex } from './term-index.ts';
import { symbolsOf } from './symbols-of.ts';
import { identifiersOf, identifierWords, wordsOf } from './words.ts';

/** The texts of a repository, ready to be asked. A document is a file's number; its path is `paths[document]`. */
export interface TextIndex {
  readonly paths: readonly string[];
  readonly documentOf: ReadonlyMap<string, number>;
  /** Pieces of 20 lines; two neighbours make the passage that is scored. */
  readonly pieces: TermIndex;
  readonly documentOfPiece: Uint32Array;
  /** Number of a document's first piece; its last is before the next document's first. */
  readonly firstPiece: Uint32Array;
  /** Words of a whole document. */
  readonly documentLength: (document: number) => number;
  /** Units are documents: stemmed words of declared names, … */
  readonly symbols: TermIndex;
  /** … declared names as written, … */
  readonly declared: TermIndex;
  /** … words of the file's name, each once, … */
  readonly names: TermIndex;
  /** … words of its folders, each once, … */
  readonly folders: TermIndex;
  /** … and letters in a row of the file's name, each once. */
  readonly nameGrams: TermIndex;
  readonly data: TextData;
}

/** The same as it can be kept. */
export interface TextData {
  readonly paths: readonly string[];
  readonly firstPiece: Uint32Array;
  readonly lengths: Uint32Array;
  readonly pieces: TermData;
  readonly symbols: TermData;
  readonly declared: TermData;
  readonly names: TermData;
  readonly folders: TermData;
  readonly nameGrams: TermData;
}

export interface TextIndexBuilder {
  readonly add: (path: string, text: string) => void;
  /** Adds a document of the index that this one began with, as it was. */
  readonly addKept: (document: number) => void;
  readonly finish: () => TextIndex;
}

const pieceLines = 20;

/** @param kept an index of which documents are taken over */
export function createTextIndex(kept?: TextData): TextIndexBuilder {
  const paths: string[] = [];
  const firstPiece: number[] = [];
  const lengths: number[] = [];
  let pieceCount = 0;
  const pieces = createTermIndex(kept?.pieces);
  const symbols = createTermIndex(kept?.symbols);
  const declared = createTermIndex(kept?.declared);
  const names = createTermIndex(kept?.names);
  const folders = createTermIndex(kept?.folders);
  const grams = createTermIndex(kept?.nameGrams);

  // Identifiers repeat endlessly in code, so each is split and looked up once.
  const known = new Map<string, readonly number[]>();
  const termsOf = (identifier: string): readonly number[] => {
    const before = known.get(identifier);
    if (before) return before;
    const terms = identifierWords(identifier).map(pieces.termOf);
    if (known.size < 500_000) known.set(identifier, terms);
    return terms;
  };

  function add(path: string, text: string): void {
    paths.push(path);
    firstPiece.push(pieceCount);
    let length = 0;
    for (const piece of splitPieces(text)) {
      const terms = identifiersOf(piece).flatMap(termsOf);
      pieces.addTerms(terms);
      pieceCount += 1;
      length += terms.length;
    }
    lengths.push(length);
    const found = isCodeLanguage(languageOf(path)) ? symbolsOf(text) : new Set<string>();
    symbols.add(wordsOf([...found].join(' ')));
    declared.add(found);
    names.add(new Set(wordsOf(posix.basename(path).replace(/\.[^.]+$/, ''))));
    folders.add(new Set(wordsOf(posix.dirname(path))));
    grams.add(nameGrams(path));
  }

  function addKept(document: number): void {
    paths.push(kept?.paths[document] ?? '');
    firstPiece.push(pieceCount);
    lengths.push(kept?.lengths[document] ?? 0);
    const end = kept?.firstPiece[document + 1] ?? kept?.pieces.lengths.length ?? 0;
    for (let piece = kept?.firstPiece[document] ?? 0; piece < end; piece += 1) {
      pieces.addKept(piece);
      pieceCount += 1;
    }
    for (const index of [symbols, declared, names, folders, grams]) index.addKept(document);
  }

  return {
    add,
    addKept,
    finish: () =>
      textIndexOf({
        paths,
        firstPiece: Uint32Array.from(firstPiece),
        lengths: Uint32Array.from(lengths),
        pieces: pieces.finish().data,
        symbols: symbols.finish().data,
        declared: declared.finish().data,
        names: names.finish().data,
        folders: folders.finish().data,
        nameGrams: grams.finish().data,
      }),
  };
}

export function textIndexOf(data: TextData): TextIndex {
  return indexOf(data, {
    pieces: termIndexOf(data.pieces),
    symbols: termIndexOf(data.symbols),
    declared: termIndexOf(data.declared),
    names: termIndexOf(data.names),
    folders: termIndexOf(data.folders),
    nameGrams: termIndexOf(data.nameGrams),
  });
}

type Terms = Pick<TextIndex, 'pieces' | 'symbols' | 'declared' | 'names' | 'folders' | 'nameGrams'>;
type Documents = Pick<TextData, 'paths' | 'firstPiece' | 'lengths'>;

function indexOf({ paths, firstPiece, lengths }: Documents, terms: Terms): TextIndex {
  const documentOfPiece = new Uint32Array(terms.pieces.units);
  for (let document = 0; document < paths.length; document += 1)
    documentOfPiece.fill(document, firstPiece[document], firstPiece[document + 1]);
  return {
    paths,
    documentOf: new Map(paths.map((path, document) => [path, document])),
    documentOfPiece,
    firstPiece,
    documentLength: (document) => lengths[document] ?? 0,
    ...terms,
    // What is only asked is never put together.
    get data() {
      return {
        paths,
        firstPiece,
        lengths,
        pieces: terms.pieces.data,
        symbols: terms.symbols.data,
        declared: terms.declared.data,
        names: terms.names.data,
        folders: terms.folders.data,
        nameGrams: terms.nameGrams.data,
      };
    },
  };
}

/** Of an index only `chosen` documents, which are ascending and become 0, 1, …; as if no other had ever been added. */
export function someDocuments(data: TextData, chosen: readonly number[]): TextIndex {
  const { paths, firstPiece, lengths } = data;
  const first: number[] = [];
  const chosenPieces: number[] = [];
  for (const document of chosen) {
    first.push(chosenPieces.length);
    const end = firstPiece[document + 1] ?? data.pieces.lengths.length;
    for (let piece = firstPiece[document] ?? 0; piece < end; piece += 1) chosenPieces.push(piece);
  }
  const documents = {
    paths: chosen.map((document) => paths[document] ?? ''),
    firstPiece: Uint32Array.from(first),
    lengths: Uint32Array.from(chosen, (document) => lengths[document] ?? 0),
  };
  return indexOf(documents, {
    pieces: someUnits(data.pieces, chosenPieces),
    symbols: someUnits(data.symbols, chosen),
    declared: someUnits(data.declared, chosen),
    names: someUnits(data.names, chosen),
    folders: someUnits(data.folders, chosen),
    nameGrams: someUnits(data.nameGrams, chosen),
  });
}

/** At least one, so that an empty file is a document too. */
function* splitPieces(text: string): Generator<string> {
  let start = 0;
  do {
    let end = start;
    for (let line = 0; line < pieceLines && end !== -1; line += 1) end = text.indexOf('\n', end + (line === 0 ? 0 : 1));
    const stop = end === -1 ? text.length : end + 1;
    yield text.slice(start, stop);
    start = stop;
  } while (start < text.length);
}
