import type { SideLabels } from '@cdev/branch-merge';
import { textFor, type Answer, type AskedFile, type Chunk, type Way } from './chunk.ts';
import type { Answers } from './chosen-content.ts';

/** Where somebody is who decides chunk by chunk. */
export interface Session {
  readonly files: readonly AskedFile[];
  readonly labels: SideLabels;
  /** Which chunk is looked at; the number of all chunks: the review at the end. */
  readonly at: number;
  readonly answers: Answers;
  /** What each deed changed, to take it back: the answers as they were before it, and where one was. */
  readonly history: readonly Deed[];
  /** Lines that are scrolled past. */
  readonly scroll: number;
  readonly isHelp: boolean;
  /** What came of the last key. */
  readonly notice: string;
  /** By path: why a file whose chunks are all decided cannot be as they say. */
  readonly problems: ReadonlyMap<string, string>;
  /** By path: what is to be minded in a file that is taken all the same. */
  readonly doubts: ReadonlyMap<string, string>;
}

interface Deed {
  readonly at: number;
  readonly before: readonly (readonly [id: string, answer: Answer | undefined])[];
}

export interface Place {
  readonly file: AskedFile;
  /** Counted from 1. */
  readonly fileNumber: number;
  readonly chunk: Chunk;
  readonly chunkNumber: number;
}

/** What a key asks for beyond what it changes. */
export type Wish = 'edit' | 'end';

export function beginSession(files: readonly AskedFile[], labels: SideLabels, kept: Answers): Session {
  const places = placesIn(files);
  const known = places.flatMap(({ chunk: { id } }, at) => (kept.has(id) ? [{ id, at }] : []));
  const answers = new Map(known.map(({ id }) => [id, kept.get(id) as Answer]));
  const words = `${known.length} of ${places.length} chunks ${known.length === 1 ? 'was' : 'were'} decided before`;
  const session: Session = {
    files,
    labels,
    at: 0,
    answers,
    history: known.map(({ id, at }) => ({ at, before: [[id, undefined]] })),
    scroll: 0,
    isHelp: false,
    notice: known.length === 0 ? '' : `${words}; u takes back the last`,
    problems: new Map(),
    doubts: new Map(),
  };
  return { ...session, at: nextOpen(session, -1) };
}

/** All chunks in order. */
export function placesIn(files: readonly AskedFile[]): Place[] {
  return files.flatMap((file, index) =>
    file.chunks.map((chunk, at) => ({ file, fileNumber: index + 1, chunk, chunkNumber: at + 1 })),
  );
}

/** Undefined at the review. */
export function placeOf({ files, at }: Session): Place | undefined {
  return placesIn(files)[at];
}

const ways: Readonly<Record<string, Way>> = {
  o: 'ours',
  t: 'theirs',
  b: 'both',
  r: 'reversed',
  x: 'before',
  y: 'proposal',
  return: 'proposal',
  s: 'skipped',
};

/** What a key does. */
export function press(session: Session, key: string): { readonly session: Session; readonly wish?: Wish } {
  const quiet = { ...session, notice: '', isHelp: false };
  const place = placeOf(session);
  // Whatever key closes the help does nothing else.
  if (session.isHelp) return { session: quiet };
  if (key === 'q' || (key === 'return' && place === undefined)) return { session: quiet, wish: 'end' };
  if (key === 'u') return { session: undo(quiet) };
  const moved = move(quiet, key);
  if (moved !== undefined) return { session: moved };
  if (place === undefined) return { session: quiet };
  if (key === 'e') return { session: quiet, wish: 'edit' };
  if (key === 'f') return { session: skipFile(quiet, place) };
  const way = ways[key];
  if (way === undefined) return { session: quiet };
  const text = textFor(place.chunk, way);
  if (text === undefined) return { session: { ...quiet, notice: `✗ ${lacking[way] ?? 'It has no such version'}` } };
  return { session: decide(quiet, { way, text }) };
}

const lacking: Readonly<Partial<Record<Way, string>>> = {
  proposal: 'No rule proposes anything here',
  before: 'Both sides added it: there is no version before',
  both: 'Both together make no sense here',
  reversed: 'Both together make no sense here',
};

function move(session: Session, key: string): Session | undefined {
  const { at, files, scroll } = session;
  const last = placesIn(files).length;
  const to = (next: number): Session => ({ ...session, at: Math.min(Math.max(next, 0), last), scroll: 0 });
  switch (key) {
    case '?':
      return { ...session, isHelp: true };
    case 'n':
      return to(at + 1);
    case 'p':
      return to(at - 1);
    case 'down':
    case 'j':
      return { ...session, scroll: scroll + 1 };
    case 'up':
    case 'k':
      return { ...session, scroll: Math.max(0, scroll - 1) };
    case ' ':
      return { ...session, scroll: scroll + 10 };
    case 'backspace':
      return { ...session, scroll: Math.max(0, scroll - 10) };
    default:
      return undefined;
  }
}

/** Answers the chunk that is looked at, and goes on to the next that is open. */
export function decide(session: Session, answer: Answer): Session {
  const place = placeOf(session);
  return place === undefined ? session : change(session, [[place.chunk.id, answer]]);
}

function skipFile(session: Session, { file }: Place): Session {
  const open = file.chunks.filter(({ id }) => !session.answers.has(id));
  const skipped = { way: 'skipped', text: '' } as const;
  return open.length === 0
    ? { ...session, notice: 'Every chunk of the file is decided' }
    : change(
        session,
        open.map(({ id }) => [id, skipped] as const),
      );
}

function change(session: Session, given: readonly (readonly [string, Answer])[]): Session {
  const { at, answers, history } = session;
  const before = given.map(([id]) => [id, answers.get(id)] as const);
  const changed = { ...session, answers: new Map([...answers, ...given]), history: [...history, { at, before }] };
  return { ...changed, at: nextOpen(changed, at), scroll: 0 };
}

function undo(session: Session): Session {
  const deed = session.history.at(-1);
  if (deed === undefined) return { ...session, notice: 'There is nothing to take back' };
  const answers = new Map(session.answers);
  for (const [id, answer] of deed.before) {
    if (answer === undefined) answers.delete(id);
    else answers.set(id, answer);
  }
  return { ...session, answers, history: session.history.slice(0, -1), at: deed.at, scroll: 0, notice: 'Taken back' };
}

/** The next chunk without an answer, from the beginning again where none follows; the review where there is none. */
function nextOpen({ files, answers }: Pick<Session, 'files' | 'answers'>, from: number): number {
  const places = placesIn(files);
  const isOpen = ({ chunk }: Place): boolean => !answers.has(chunk.id);
  const next = places.findIndex((place, at) => at > from && isOpen(place));
  if (next !== -1) return next;
  const first = places.findIndex(isOpen);
  return first === -1 ? places.length : first;
}
