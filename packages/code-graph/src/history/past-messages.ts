import { inverseFrequency, saturation } from '../rank/bm25.ts';
import { readQuery } from '../rank/query.ts';
import { createTermIndex, type TermIndex } from '../rank/term-index.ts';
import { wordsOf } from '../rank/words.ts';
import type { History, PastCommit } from './history.ts';

export interface SimilarCommit {
  readonly commit: PastCommit;
  /** BM25 of its message for the query; comparable within one answer. */
  readonly score: number;
}

export interface PastMessagesOptions {
  readonly query: string;
  /** Most commits given. Default 10. */
  readonly limit?: number | undefined;
}

/** Past commits whose message is like `query`, most alike first. */
export function pastMessages(history: History, { query, limit = 10 }: PastMessagesOptions): readonly SimilarCommit[] {
  const scores = scoreMessages(indexMessages(history.commits), readQuery(query).words);
  return history.commits
    .map((commit, index) => ({ commit, score: scores[index] ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/** One unit a commit, in their order. */
export function indexMessages(commits: readonly PastCommit[]): TermIndex {
  const messages = createTermIndex();
  for (const { message } of commits) messages.add(messageWords(message));
  return messages.finish();
}

function messageWords(message: string): readonly string[] {
  return wordsOf(message.replace(/\(?#\d+\)?|https?:\/\/\S+/g, ' '));
}

/** BM25 of every message. */
export function scoreMessages(messages: TermIndex, words: ReadonlyMap<string, number>): Float64Array {
  const scores = new Float64Array(messages.units);
  for (const [word, weight] of words) {
    const found = messages.postings(word);
    if (!found) continue;
    const rarity = weight * inverseFrequency(messages.units, found.units.length);
    for (const [at, unit] of found.units.entries()) {
      const length = messages.length(unit) / messages.averageLength;
      scores[unit] = (scores[unit] ?? 0) + rarity * saturation(found.counts[at] ?? 0, length, { k1: 1.2, b: 0.75 });
    }
  }
  return scores;
}
