import { inverseFrequency, saturation } from './bm25.ts';
import type { Query } from './query.ts';
import { addTo, toSignal, type Signal } from './signal.ts';
import type { Postings, TermIndex } from './term-index.ts';
import type { TextIndex } from './text-index.ts';

export interface TextSignals {
  /** The best passages of 40 lines: words that stand together mean more than words spread over a file. */
  readonly passages: Signal;
  /** BM25 over the whole file. */
  readonly content: Signal;
  /** Names that the file declares, by their words. */
  readonly symbols: Signal;
  /** Neighbouring words of the request written together in the file. */
  readonly joined: Signal;
  /** Identifiers of the request that the file declares. */
  readonly declared: Signal;
}

export function textSignals(index: TextIndex, query: Query): TextSignals {
  return {
    passages: toSignal(scorePassages(index, query.words)),
    content: toSignal(scoreContent(index, query.words, 0.4)),
    symbols: toSignal(scoreUnits(index.symbols, query.words)),
    joined: toSignal(scoreContent(index, new Map([...query.joined].map((word) => [word, 1])), 0.75)),
    declared: toSignal(scoreDeclared(index, query.identifiers)),
  };
}

type Words = ReadonlyMap<string, number>;

function scoreContent(index: TextIndex, words: Words, b: number): Float64Array {
  const { paths, pieces, documentOfPiece, documentLength } = index;
  const scores = new Float64Array(paths.length);
  let all = 0;
  for (let document = 0; document < paths.length; document += 1) all += documentLength(document);
  const average = Math.max(1, all / Math.max(1, paths.length));
  for (const [word, weight] of words) {
    const found = pieces.postings(word);
    if (!found) continue;
    const { documents, counts } = countByDocument(found, documentOfPiece);
    const rarity = weight * inverseFrequency(paths.length, documents.length);
    for (let at = 0; at < documents.length; at += 1) {
      const document = documents[at] as number;
      const relative = documentLength(document) / average;
      addTo(scores, document, rarity * saturation(counts[at] as number, relative, { k1: 1.2, b }));
    }
  }
  return scores;
}

interface DocumentCounts {
  /** Ascending, … */
  readonly documents: readonly number[];
  /** … and how often the word stands in each. */
  readonly counts: readonly number[];
}

/** Pieces of one document follow each other. */
function countByDocument({ units, counts: inPiece }: Postings, documentOfPiece: Readonly<Uint32Array>): DocumentCounts {
  const documents: number[] = [];
  const counts: number[] = [];
  let [last, count] = [-1, 0];
  for (let at = 0; at < units.length; at += 1) {
    const document = documentOfPiece[units[at] as number] as number;
    if (document !== last) {
      if (last !== -1) counts.push(count);
      documents.push(document);
      [last, count] = [document, 0];
    }
    count += inPiece[at] as number;
  }
  if (last !== -1) counts.push(count);
  return { documents, counts };
}

/** A passage is a piece and the one after it in the same file; it has the number of the first. */
function scorePassages(index: TextIndex, words: Words): Float64Array {
  const { paths, pieces, documentOfPiece } = index;
  const passages = new Float64Array(pieces.units);
  const isPair = (piece: number): boolean => documentOfPiece[piece] === documentOfPiece[piece + 1];
  const average = pieces.averageLength * 1.8;
  const add = (piece: number, count: number, rarity: number): void => {
    const length = pieces.length(piece) + (isPair(piece) ? pieces.length(piece + 1) : 0);
    // Very short passages would win by their shortness alone.
    const relative = Math.max(length, average / 2) / average;
    addTo(passages, piece, rarity * saturation(count, relative, { k1: 1.2, b: 0.5 }));
  };
  for (const [word, weight] of words) {
    const found = pieces.postings(word);
    if (!found) continue;
    const rarity = weight * inverseFrequency(paths.length, countByDocument(found, documentOfPiece).documents.length);
    for (let at = 0; at < found.units.length; at += 1) {
      const piece = found.units[at] as number;
      const count = found.counts[at] ?? 0;
      const next = found.units[at + 1] === piece + 1 && isPair(piece) ? (found.counts[at + 1] ?? 0) : 0;
      add(piece, count + next, rarity);
      if (piece > 0 && found.units[at - 1] !== piece - 1 && isPair(piece - 1)) add(piece - 1, count, rarity);
    }
  }
  return bestPassages(passages, index);
}

/** The best passage, and with less weight the third and fifth best (neighbours overlap): a file about it beats one that mentions it. */
function bestPassages(passages: Float64Array, { paths, documentOfPiece }: TextIndex): Float64Array {
  const scores = new Float64Array(paths.length);
  // The five best of one document, best first: its pieces follow each other.
  const best = new Float64Array(5);
  let document = 0;
  for (let piece = 0; piece < passages.length; piece += 1) {
    const score = passages[piece] as number;
    if (score === 0) continue;
    const own = documentOfPiece[piece] as number;
    if (own !== document) {
      scores[document] = sumOfBest(best);
      best.fill(0);
      document = own;
    }
    if (score > (best[4] as number)) insert(best, score);
  }
  if (scores.length > 0) scores[document] = sumOfBest(best);
  return scores;
}

function sumOfBest(best: Float64Array): number {
  return (best[0] as number) + 0.5 * (best[2] as number) + 0.25 * (best[4] as number);
}

function insert(best: Float64Array, score: number): void {
  let at = best.length - 1;
  for (; at > 0 && (best[at - 1] as number) < score; at -= 1) best[at] = best[at - 1] as number;
  best[at] = score;
}

function scoreUnits(terms: TermIndex, words: Words): Float64Array {
  const scores = new Float64Array(terms.units);
  for (const [word, weight] of words) {
    const found = terms.postings(word);
    if (!found) continue;
    const rarity = weight * inverseFrequency(terms.units, found.units.length);
    for (let at = 0; at < found.units.length; at += 1) {
      const unit = found.units[at] as number;
      const relative = terms.length(unit) / terms.averageLength;
      addTo(scores, unit, rarity * saturation(found.counts[at] ?? 0, relative, { k1: 1.2, b: 0.5 }));
    }
  }
  return scores;
}

function scoreDeclared({ declared }: TextIndex, identifiers: ReadonlySet<string>): Float64Array {
  const scores = new Float64Array(declared.units);
  for (const identifier of identifiers) {
    const found = declared.postings(identifier);
    if (!found) continue;
    for (const unit of found.units) addTo(scores, unit, Math.log(1 + declared.units / found.units.length));
  }
  return scores;
}
