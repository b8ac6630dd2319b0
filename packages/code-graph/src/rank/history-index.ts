import { changeTableOf, type ChangeTable } from '../history/change-table.ts';
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

export interface HistoryIndexSources {
  readonly history: History;
  readonly documentOf: ReadonlyMap<string, number>;
  /** Of all commits, where they are there already. */
  readonly messages?: TermData;
  readonly changes?: ChangeTable;
}

export function indexHistory({
  history,
  documentOf,
  messages = indexMessages(history.commits).data,
  changes = changeTableOf(history.commits),
}: HistoryIndexSources): HistoryIndex {
  const { names, paths, starts } = changes;
  const documentOfName = Int32Array.from(names, (name) => documentOf.get(name) ?? -1);
  const commits: IndexedCommit[] = [];
  for (let age = 0; age + 1 < starts.length; age += 1) {
    const documents: number[] = [];
    for (let at = starts[age] as number; at < (starts[age + 1] as number); at += 1) {
      const document = documentOfName[paths[at] as number] as number;
      if (document !== -1) documents.push(document);
    }
    if (documents.length > 0 && documents.length <= maxDocuments) commits.push({ age, documents });
  }
  return {
    commits,
    messages: someUnits(
      messages,
      commits.map(({ age }) => age),
    ),
  };
}
