import { posix } from 'node:path';
import { isCodeLanguage, languageOf } from '../inventory/language-of.ts';
import { createTermIndex, type TermIndex } from './term-index.ts';
import { symbolsOf } from './symbols-of.ts';
import { identifiersOf, identifierWords, wordsOf } from './words.ts';

/** The texts of a repository, ready to be asked. A document is a file's number; its path is `paths[document]`. */
export interface TextIndex {
  readonly paths: readonly string[];
  readonly documentOf: ReadonlyMap<string, number>;
  /** Pieces of 20 lines; two neighbours make the passage that is scored. */
  readonly pieces: TermIndex;
  readonly documentOfPiece: readonly number[];
  /** Number of a document's first piece; its last is before the next document's first. */
  readonly firstPiece: readonly number[];
  /** Words of a whole document. */
  readonly documentLength: (document: number) => number;
  /** Units are documents: stemmed words of declared names, … */
  readonly symbols: TermIndex;
  /** … declared names as written, … */
  readonly declared: TermIndex;
  /** … words of the file's name, each once, … */
  readonly names: TermIndex;
  /** … and words of its folders, each once. */
  readonly folders: TermIndex;
}

export interface TextIndexBuilder {
  readonly add: (path: string, text: string) => void;
  readonly finish: () => TextIndex;
}

const pieceLines = 20;

export function createTextIndex(): TextIndexBuilder {
  const paths: string[] = [];
  const documentOfPiece: number[] = [];
  const firstPiece: number[] = [];
  const lengths: number[] = [];
  const pieces = createTermIndex();
  const symbols = createTermIndex();
  const declared = createTermIndex();
  const names = createTermIndex();
  const folders = createTermIndex();

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
    const document = paths.push(path) - 1;
    firstPiece.push(documentOfPiece.length);
    let length = 0;
    for (const piece of splitPieces(text)) {
      const terms = identifiersOf(piece).flatMap(termsOf);
      pieces.addTerms(terms);
      documentOfPiece.push(document);
      length += terms.length;
    }
    lengths.push(length);
    const found = isCodeLanguage(languageOf(path)) ? symbolsOf(text) : new Set<string>();
    symbols.add(wordsOf([...found].join(' ')));
    declared.add(found);
    names.add(new Set(wordsOf(posix.basename(path).replace(/\.[^.]+$/, ''))));
    folders.add(new Set(wordsOf(posix.dirname(path))));
  }

  return {
    add,
    finish: () => ({
      paths,
      documentOf: new Map(paths.map((path, document) => [path, document])),
      pieces: pieces.finish(),
      documentOfPiece,
      firstPiece,
      documentLength: (document) => lengths[document] ?? 0,
      symbols: symbols.finish(),
      declared: declared.finish(),
      names: names.finish(),
      folders: folders.finish(),
    }),
  };
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
