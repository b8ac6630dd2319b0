import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { readIssue, type Issue } from '@cdev/issue';
import { ageText } from './age-text.ts';
import { findCopy, isFresh } from './cached-copy.ts';
import { errors } from './errors.ts';
import { parseReferences } from './reference/parse-references.ts';
import { referenceText } from './reference/reference.ts';
import { openStore, type Store } from './store.ts';

export interface ShowOptions {
  readonly reference: string;
  /** Milliseconds until a copy is stale. */
  readonly maxAge: number;
}

export interface ShownIssue {
  readonly file: string;
  /** Milliseconds since it was fetched; absent when that is not known. */
  readonly age?: number;
  readonly isFresh: boolean;
  readonly issue: Omit<Issue, 'raw'>;
}

/** The cached copy of an issue. Never uses the network. @throws CDEV_E_CACHE_ISSUE_NOT_CACHED, _COPY_UNREADABLE */
export async function showIssue({ reference, maxAge }: ShowOptions, context: Context): Promise<Outcome<ShownIssue>> {
  const store = await openStore(context);
  const id = await idOf(reference, store, context);
  const copy = await findCopy(store, id, context.clock());
  if (!copy) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_CACHED', { id, folder: store.folder });
  const { age, file } = copy;
  if (!isFresh(age, maxAge)) context.progress.note(`! ${id} may be out of date: the copy is ${ageText(age)}`);
  const { raw: _, ...issue } = copy.issue;
  return { result: { file, ...(age !== undefined && { age }), isFresh: isFresh(age, maxAge), issue }, status: 'ok' };
}

/** A word that is no address and no path is an id, also one that a file gave itself. */
async function idOf(word: string, store: Store, context: Context): Promise<string> {
  if (!/[#/\\:]/.test(word)) return word;
  const [reference] = await parseReferences([word], { source: 'auto', store, context });
  if (reference?.source === 'file') return (await readIssue(resolve(context.cwd, reference.path))).id;
  return reference ? referenceText(reference) : word;
}
