import type { History } from '../history/history.ts';
import { indexMessages } from '../history/past-messages.ts';
import { someUnits } from './some-units.ts';
import type { TermData, TermIndex } from './term-index.ts';

export interface IndexedCommit {
  /** Place in the history, 0 the newest. */
  readonly age: number;
  /** Documents it changed that are still there. */
  readonly documents: readonly number[];
}

/** The commits that say something of single files. */
export interface HistoryIndex {
  readonly commits: readonly IndexedCommit[];
  /** Units are `commits`. */
  readonly messages: TermIndex;
}

/** Larger commits (renames, formatting, releases) are about no file in particular. */
const maxDocuments = 30;

/** @param messages of all commits, where they are there already */
export function indexHistory(
  history: History,
  documentOf: ReadonlyMap<string, number>,
  messages: TermData = indexMessages(history.commits).data,
): HistoryIndex {
  const kept = history.commits
    .map((commit, age) => ({
      commit,
      age,
      documents: commit.paths.map((path) => documentOf.get(path)).filter((document) => document !== undefined),
    }))
    .filter(({ documents }) => documents.length > 0 && documents.length <= maxDocuments);
  return {
    commits: kept.map(({ age, documents }) => ({ age, documents })),
    messages: someUnits(
      messages,
      kept.map(({ age }) => age),
    ),
  };
}
