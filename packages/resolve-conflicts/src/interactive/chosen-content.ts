import { joinChoices, problemOf, type ChosenText, type ResolveOptions } from '@cdev/branch-merge';
import { brokenNames, isScript } from '@cdev/structured-merge';
import type { Answer, AskedFile, Chunk } from './chunk.ts';

export type Answers = ReadonlyMap<string, Answer>;

/** A file with the answers in place and what is to be minded in it, or what is wrong with it; undefined while a chunk is open or skipped. */
export type ChosenContent =
  | { readonly chosen: ChosenText; readonly doubt: string | undefined }
  | { readonly problem: string }
  | undefined;

export async function chosenContent(
  file: AskedFile,
  answers: Answers,
  options: Pick<ResolveOptions, 'rules' | 'labels'>,
): Promise<ChosenContent> {
  const given = file.chunks.map(({ id }) => answers.get(id));
  if (given.some((answer) => answer === undefined || answer.way === 'skipped')) return undefined;
  return contentWith(file, (chunk) => answers.get(chunk.id)?.text ?? '', options);
}

/** The file with a text in the place of each chunk. */
export async function contentWith(
  { texts, chunks, recalled, pieces }: AskedFile,
  textOf: (chunk: Chunk) => string,
  options: Pick<ResolveOptions, 'rules' | 'labels'>,
): Promise<Exclude<ChosenContent, undefined>> {
  const [first] = chunks;
  if (first?.isWhole === true) return checked(texts, { content: textOf(first), reason: 'chosen', resolutions: [] });
  const choices = [...recalled, ...chunks.map((chunk) => ({ hunk: chunk.hunk, text: textOf(chunk) }))];
  const joined = await joinChoices(texts, choices, options);
  if (joined === undefined) return { problem: 'together with the rest of it they make no whole file' };
  // That both sides now say the same is what was chosen.
  const byRule = joined.resolutions.filter(({ rule }) => rule !== 'identical');
  const { content } = joined;
  return checked(texts, { content, reason: 'chosen chunk by chunk', resolutions: [...pieces, ...byRule] });
}

function checked({ path, ours, theirs }: AskedFile['texts'], chosen: ChosenText): Exclude<ChosenContent, undefined> {
  const problem = problemOf(path, chosen.content, [ours, theirs]);
  if (problem !== undefined) return { problem };
  // Such as a name that is declared twice: somebody may want that, and a rule would not.
  const doubt = isScript(path) ? brokenNames(path, { ours, theirs, merged: chosen.content }) : undefined;
  return { chosen, doubt };
}
