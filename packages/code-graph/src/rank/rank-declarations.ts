import { declarationsOf } from '../outline/declarations-of.ts';
import type { Declaration } from '../outline/declaration.ts';
import { inverseFrequency, saturation } from './bm25.ts';
import { readQuery } from './query.ts';
import type { RepositoryIndex } from './repository-index.ts';
import { wordsOf } from './words.ts';

/** A declaration, or of a long one the part that speaks most of the request. */
export interface RankedDeclaration extends Declaration {
  /** The best of the file has 1. */
  readonly score: number;
  /** The lines of the whole declaration where only a part is given. */
  readonly whole?: { readonly startLine: number; readonly endLine: number };
}

export interface RankDeclarationsOptions {
  readonly query: string;
  readonly index: RepositoryIndex;
  readonly path: string;
  readonly text: string;
  /** Longer declarations are cut to their most telling lines. Default 50. */
  readonly maxLines?: number | undefined;
}

/** Which parts of a file a request is about, best first; empty when no word of it stands in one. BM25 over the file's declarations. */
export async function rankDeclarations(options: RankDeclarationsOptions): Promise<readonly RankedDeclaration[]> {
  const { query, index, path, text, maxLines = 50 } = options;
  const declarations = await declarationsOf(path, text);
  const lines = text.split('\n');
  const score = createScorer(query, index);
  const slice = (from: number, to: number): string => lines.slice(from - 1, to).join('\n');
  const scored = declarations
    .map((declaration) => ({
      declaration,
      score: score(slice(declaration.startLine, declaration.endLine)) + score(declaration.name),
    }))
    .filter(({ score: own }) => own > 0)
    .sort((a, b) => b.score - a.score || a.declaration.startLine - b.declaration.startLine);
  const top = scored[0]?.score ?? 1;
  return scored.map(({ declaration, score: own }) => ({
    ...declaration,
    ...cut(declaration, maxLines, (from, to) => score(slice(from, to))),
    score: Math.round((own / top) * 10_000) / 10_000,
  }));
}

/** Words of a declaration that is neither long nor short. */
const usualLength = 60;

function createScorer(request: string, { text: { pieces } }: RepositoryIndex): (text: string) => number {
  const { words } = readQuery(request);
  const rarity = new Map(
    [...words].map(([word, weight]) => [
      word,
      weight * inverseFrequency(pieces.units, pieces.postings(word)?.units.length ?? 0),
    ]),
  );
  return (text) => {
    const all = wordsOf(text);
    const counts = new Map<string, number>();
    for (const word of all) if (rarity.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const relative = Math.max(all.length, usualLength / 3) / usualLength;
    let sum = 0;
    for (const [word, count] of counts)
      sum += (rarity.get(word) ?? 0) * saturation(count, relative, { k1: 1.2, b: 0.4 });
    return sum;
  };
}

/** The window of a long declaration in which most of the request stands; of equals the first. */
function cut(
  { startLine, endLine }: Declaration,
  maxLines: number,
  score: (from: number, to: number) => number,
): Partial<RankedDeclaration> {
  if (endLine - startLine + 1 <= maxLines) return {};
  let best = { startLine, score: -1 };
  for (let from = startLine; from + maxLines - 1 <= endLine; from += 5) {
    const own = score(from, from + maxLines - 1);
    if (own > best.score) best = { startLine: from, score: own };
  }
  return { startLine: best.startLine, endLine: best.startLine + maxLines - 1, whole: { startLine, endLine } };
}
