import type { ChangeTable } from '../history/change-table.ts';
import type { History } from '../history/history.ts';
import type { KeptGraph } from './kept-graph.ts';
import type { FoundSpecifiers } from '../imports/find-specifiers.ts';
import type { TermData } from '../rank/term-index.ts';
import type { TextData } from '../rank/text-index.ts';

/**
 * Of another form nothing is taken over. To be raised with every change of what is found in a text or a history, or of how it is packed: a test holds the two
 * together.
 */
export const form = 8;

/** What an earlier run found in contents and commits, which do not change. */
export interface KeptIndex {
  readonly form: number;
  /** Bytes that were looked at of each file. */
  readonly limit: number;
  /** Git's name of the content of each document of `text`. */
  readonly contents: readonly string[];
  /** When the files of one working tree had these contents. */
  readonly seen: SeenFiles | undefined;
  /** What each imports; undefined for what has no imports. */
  readonly imports: readonly (FoundSpecifiers | undefined)[];
  /** Of the same contents; one for each choice of files that is looked at, the newest first. */
  readonly graphs: readonly KeptGraph[];
  readonly text: TextData;
  readonly past: KeptHistory | undefined;
}

export interface SeenFiles {
  readonly root: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `changedAt` of each document's file. */
  readonly changedAt: Float64Array;
}

export interface KeptHistory {
  /** Of what it is the history. */
  readonly key: string;
  readonly history: History;
  /** Of its commits. */
  readonly changes: ChangeTable;
  readonly messages: TermData;
}
