import { setTimeout as pause } from 'node:timers/promises';
import { inLinesOf, type ChosenText, type OpenText, type ResolveOptions, type SideLabels } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { hasConflictMarkers } from '@cdev/structured-merge';
import { errors } from '../errors.ts';
import { textFor, type AskedFile, type Chunk } from './chunk.ts';
import { chosenContent, contentWith, type Answers } from './chosen-content.ts';
import { editText, withMarkers } from './edit-chunk.ts';
import { findChunks, type ChunkOptions } from './find-chunks.ts';
import { keepAnswers, readAnswers } from './kept-answers.ts';
import { chunkView, type ChunkView } from './screen/chunk-view.ts';
import { beginSession, decide, placeOf, placesIn, press, type Session, type Wish } from './session.ts';

/** What is shown while somebody is asked; the text of the chunk is ready to be laid out. */
export interface Question {
  readonly session: Session;
  readonly view: ChunkView | undefined;
}

export interface Asking {
  readonly context: Context;
  /** Where answers are kept until they are written; undefined keeps none. */
  readonly keptIn: string | undefined;
  /** The folder in which an editor is started. */
  readonly folder: string;
  readonly options: ChunkOptions;
}

/**
 * There has to be somebody to ask.
 * @throws CDEV_E_RESOLVE_NO_TERMINAL
 */
export function assertTerminal({ keys, env }: Pick<Context, 'keys' | 'env'>): void {
  if (keys === undefined || env['TERM'] === 'dumb') throw errors.make('CDEV_E_RESOLVE_NO_TERMINAL');
}

/** Asks about all files that are left open, chunk by chunk; what was decided of a file counts once all of it is. */
export function askFiles(asking: Asking): NonNullable<ResolveOptions['resolveTexts']> {
  return async (open: readonly OpenText[], labels: SideLabels): Promise<ReadonlyMap<string, ChosenText>> => {
    const { context, keptIn } = asking;
    const options = { ...asking.options, labels };
    const files: AskedFile[] = [];
    const task = context.progress.begin(`looking at ${open.length} ${open.length === 1 ? 'file' : 'files'}`);
    for (const one of open) {
      context.signal.throwIfAborted();
      files.push(await findChunks(one, options));
    }
    task.done();
    const kept: Answers = keptIn === undefined ? new Map() : await readAnswers(keptIn);
    const first = await withProblems(beginSession(files, labels, kept), options);
    const { answers } = await converse(first, { ...asking, options });
    context.signal.throwIfAborted();
    const chosen = new Map<string, ChosenText>();
    for (const file of files) {
      const content = await chosenContent(file, answers, options);
      if (content !== undefined && 'chosen' in content) chosen.set(file.texts.path, content.chosen);
    }
    return chosen;
  };
}

/** Until somebody ends it, or an interruption does. */
async function converse(first: Session, asking: Asking): Promise<Session> {
  const { context, options } = asking;
  let session = first;
  const drafts = new Map<string, string>();
  const show = async (): Promise<void> => {
    const place = placeOf(session);
    const view = place && (await chunkView(place));
    await context.live.show({ session, view } satisfies Question);
  };
  const become = async (next: Session): Promise<void> => {
    const hasChanged = next.answers !== session.answers;
    if (hasChanged) await keep(session, next, asking);
    session = hasChanged ? await withProblems(next, options) : next;
  };
  /** The keys are heard until one wishes for what needs the terminal for itself. */
  const listen = async (): Promise<Wish> => {
    for await (const key of context.keys?.(context.signal) ?? []) {
      const pressed = press(session, key);
      await become(pressed.session);
      if (pressed.wish !== undefined) return pressed.wish;
      await show();
    }
    // A signal that is on its way comes before what would be written.
    await pause(0);
    return 'end';
  };
  try {
    await show();
    while ((await listen()) === 'edit') {
      context.live.leave?.();
      await become(await withEdit(session, drafts, asking));
      await show();
    }
    return session;
  } finally {
    context.live.leave?.();
  }
}

/** Each answer is kept as it is given, so that an interruption costs none. */
async function keep(before: Session, { files, answers }: Session, { keptIn, context }: Asking): Promise<void> {
  if (keptIn === undefined) return;
  const changed = placesIn(files).filter(({ chunk: { id } }) => answers.get(id) !== before.answers.get(id));
  if (changed.length === 0) return;
  const given = new Map(
    changed.map(({ file, chunk: { id } }) => {
      const answer = answers.get(id);
      // What is skipped is asked again next time.
      return [id, { path: file.texts.path, answer: answer?.way === 'skipped' ? undefined : answer }];
    }),
  );
  await keepAnswers(keptIn, { given, now: context.clock() });
}

/** What speaks against files whose chunks are all decided, or is to be minded. */
async function withProblems(session: Session, options: ChunkOptions): Promise<Session> {
  const problems = new Map<string, string>();
  const doubts = new Map<string, string>();
  for (const file of session.files) {
    const { path } = file.texts;
    const content = await chosenContent(file, session.answers, options);
    if (content === undefined) continue;
    if ('problem' in content) problems.set(path, content.problem);
    else if (content.doubt !== undefined) doubts.set(path, content.doubt);
  }
  const isFresh = ([path, why]: readonly [string, string]): boolean =>
    session.problems.get(path) !== why && session.doubts.get(path) !== why;
  const problem = [...problems].find(isFresh);
  const doubt = [...doubts].find(isFresh);
  const notice = problem
    ? `✗ ${problem[0]} stays open: ${problem[1]}; u takes it back`
    : doubt
      ? `Mind that in ${doubt[0]} ${doubt[1]}; u takes it back`
      : session.notice;
  return { ...session, problems, doubts, notice };
}

/** The chunk as somebody wrote it, once it holds no marker and makes a sound file together with either side's other chunks. */
async function withEdit(session: Session, drafts: Map<string, string>, asking: Asking): Promise<Session> {
  const place = placeOf(session);
  if (place === undefined) return session;
  const { file, chunk } = place;
  const before = session.answers.get(chunk.id);
  const start = drafts.get(chunk.id) ?? (before?.way === 'skipped' ? undefined : before?.text) ?? chunk.proposal?.text;
  const text = start ?? withMarkers(chunk.hunk, session.labels);
  const where = { path: file.texts.path, folder: asking.folder };
  const edited = await editText(text, where, asking.context);
  if (edited === undefined) return { ...session, notice: '✗ The editor ended with a failure: nothing is changed' };
  if (edited === text && start === undefined) return { ...session, notice: 'Nothing was edited' };
  const answer = { way: 'edited', text: inLinesOf(chunk.hunk, edited) } as const;
  const problem = await problemWith(file, { chunk, text: answer.text, session, options: asking.options });
  if (problem === undefined) {
    drafts.delete(chunk.id);
    return decide(session, answer);
  }
  drafts.set(chunk.id, edited);
  return { ...session, notice: `✗ Not taken: ${problem}; e edits it again` };
}

interface Trying {
  readonly chunk: Chunk;
  readonly text: string;
  readonly session: Session;
  readonly options: ChunkOptions;
}

async function problemWith(file: AskedFile, { chunk, text, session, options }: Trying): Promise<string | undefined> {
  const { ours, theirs } = file.texts;
  if (hasConflictMarkers(text) && ![ours, theirs].some(hasConflictMarkers)) return 'it holds conflict markers';
  const given = ({ id }: Chunk): string | undefined => {
    const answer = session.answers.get(id);
    return answer?.way === 'skipped' ? undefined : answer?.text;
  };
  let problem: string | undefined;
  for (const side of ['ours', 'theirs'] as const) {
    const textOf = (one: Chunk): string => (one.id === chunk.id ? text : (given(one) ?? textFor(one, side) ?? ''));
    const content = await contentWith(file, textOf, options);
    if ('chosen' in content) return undefined;
    ({ problem } = content);
  }
  return problem;
}
