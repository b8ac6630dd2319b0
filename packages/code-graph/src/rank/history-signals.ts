import { posix } from 'node:path';
import { scoreMessages } from '../history/past-messages.ts';
import { inverseFrequency, saturation } from './bm25.ts';
import type { HistoryIndex } from './history-index.ts';
import type { Query } from './query.ts';
import { addTo, toSignal, type Signal } from './signal.ts';
import type { TextIndex } from './text-index.ts';

export interface HistorySignals {
  /** Changed by the commits whose messages are most like the request. */
  readonly similar: Signal;
  /** They changed files of its folder. */
  readonly similarFolder: Signal;
  /** The messages of all commits that changed the file, as one text. */
  readonly messages: Signal;
  /** Changed lately. */
  readonly recent: Signal;
  /** The similar commits, best first, by index in `commits`: for explanations. */
  readonly similarCommits: readonly number[];
}

export function historySignals(index: HistoryIndex, query: Query, { paths }: Pick<TextIndex, 'paths'>): HistorySignals {
  const documents = paths.length;
  const { similar, similarFolder, similarCommits } = bySimilarCommits(index, query, paths);
  return {
    similar: toSignal(similar),
    similarFolder: toSignal(similarFolder),
    messages: toSignal(byMessages(index, query, documents)),
    recent: toSignal(byRecency(index, documents)),
    similarCommits,
  };
}

/** Half-lives in commits: what is remembered of similar work, of messages, and what counts as lately. */
const halfLife = { similar: 1500, messages: 2000, recent: 30 };
const neighbours = 40;

function decay(age: number, half: number): number {
  return 0.5 ** (age / half);
}

function bySimilarCommits(
  { commits, messages }: HistoryIndex,
  query: Query,
  paths: readonly string[],
): { similar: Float64Array; similarFolder: Float64Array; similarCommits: readonly number[] } {
  const likeness = scoreMessages(messages, query.words).map(
    (score, commit) => score * decay(commits[commit]?.age ?? 0, halfLife.similar),
  );
  const best = [...likeness.keys()]
    .filter((commit) => (likeness[commit] ?? 0) > 0)
    .sort((a, b) => (likeness[b] ?? 0) - (likeness[a] ?? 0) || a - b)
    .slice(0, neighbours);
  const similar = new Float64Array(paths.length);
  const folders = new Map<string, number>();
  for (const commit of best) {
    const changed = commits[commit]?.documents ?? [];
    const like = (likeness[commit] ?? 0) ** 2;
    for (const document of changed) {
      addTo(similar, document, like / Math.sqrt(changed.length));
      const folder = posix.dirname(paths[document] ?? '');
      folders.set(folder, (folders.get(folder) ?? 0) + like / changed.length);
    }
  }
  const similarFolder = Float64Array.from(paths, (path) => Math.sqrt(folders.get(posix.dirname(path)) ?? 0));
  return { similar, similarFolder, similarCommits: best };
}

/** BM25 where a document's text is what was said when it was changed; old and large commits speak more quietly. */
function byMessages({ commits, messages }: HistoryIndex, query: Query, documents: number): Float64Array {
  // Powers and roots once for each commit: words stand in many.
  const weights = Float64Array.from(
    commits,
    ({ age, documents: changed }) => decay(age, halfLife.messages) / Math.sqrt(changed.length),
  );
  const lengths = new Float64Array(documents);
  for (let commit = 0; commit < commits.length; commit += 1) {
    const said = (weights[commit] ?? 0) * messages.length(commit);
    for (const document of commits[commit]?.documents ?? []) addTo(lengths, document, said);
  }
  const average = Math.max(1e-9, sumOf(lengths) / Math.max(1, documents));
  const scores = new Float64Array(documents);
  // One counter for all words: a map for each would be most of the work.
  const counts = new Float64Array(documents);
  const touched: number[] = [];
  for (const [word, weight] of query.words) {
    const found = messages.postings(word);
    if (!found) continue;
    for (let at = 0; at < found.units.length; at += 1) {
      const commit = found.units[at] as number;
      const part = (weights[commit] ?? 0) * (found.counts[at] ?? 0);
      for (const document of commits[commit]?.documents ?? []) {
        if (counts[document] === 0) touched.push(document);
        addTo(counts, document, part);
      }
    }
    const rarity = weight * inverseFrequency(messages.units, found.units.length);
    for (const document of touched) {
      const relative = (lengths[document] ?? 0) / average;
      addTo(scores, document, rarity * saturation(counts[document] ?? 0, relative, { k1: 1.2, b: 0.4 }));
      counts[document] = 0;
    }
    touched.length = 0;
  }
  return scores;
}

function byRecency({ commits }: HistoryIndex, documents: number): Float64Array {
  const touched = new Float64Array(documents);
  for (const { age, documents: changed } of commits) {
    const part = decay(age, halfLife.recent) / Math.sqrt(changed.length);
    for (const document of changed) addTo(touched, document, part);
  }
  for (let document = 0; document < documents; document += 1)
    touched[document] = Math.log1p(touched[document] as number);
  return touched;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] as number;
  return sum;
}
