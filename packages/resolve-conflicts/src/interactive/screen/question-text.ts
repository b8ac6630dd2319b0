import { alignColumns, displayWidth, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { stripVTControlCharacters } from 'node:util';
import { textFor, type Chunk, type Way } from '../chunk.ts';
import type { Question } from '../ask-files.ts';
import { placeOf, type Place, type Session } from '../session.ts';
import { blockLines, rowLines, type Block } from './block-lines.ts';
import type { ChunkView } from './chunk-view.ts';
import { reviewLines } from './review-lines.ts';
import { singleLine } from '../../show/single-line.ts';

/** One screen, exactly as high as the terminal: where one is, the chunk, what came of the last key, and the keys. */
export function questionText({ session, view }: Question, page: Page): string {
  const { style, columns, rows = 24 } = page;
  const place = placeOf(session);
  const head = headLines(session, place, page);
  const body = session.isHelp
    ? helpLines(page)
    : place && view
      ? chunkLines(session, place, view, page)
      : reviewLines(session, page);
  const room = Math.max(1, rows - head.length - 3);
  const scroll = session.isHelp ? 0 : Math.min(session.scroll, Math.max(0, body.length - room));
  const shown = body.slice(scroll, scroll + room);
  const empty = Array.from({ length: room - shown.length }, () => '');
  const part = body.length > room ? `lines ${scroll + 1}–${scroll + shown.length} of ${body.length}, ↑↓ scroll` : '';
  const notice = singleLine(session.notice);
  const said = notice.startsWith('✗') ? style.bad(notice) : notice;
  const foot = ['', ends(said, style.quiet(part), columns), style.quiet(keyLine(session, place, columns))];
  return `${[...head, ...shown, ...empty, ...foot]
    .slice(0, rows)
    .map((text) => fit(text, columns))
    .join('\n')}\n`;
}

function headLines({ files, labels, answers }: Session, place: Place | undefined, { style, columns }: Page): string[] {
  const sides = `${singleLine(labels.theirs)} into ${singleLine(labels.ours)}`;
  if (place === undefined) return [ends(style.title('What was decided'), style.quiet(sides), columns), ''];
  const { file, fileNumber, chunk, chunkNumber } = place;
  const progress = `chunk ${chunkNumber} of ${file.chunks.length}, file ${fileNumber} of ${files.length}`;
  const answer = answers.get(chunk.id);
  const state = answer === undefined ? singleLine(file.reason) : `✓ decided: ${wordFor(answer.way, labels)}`;
  const title = `${singleLine(file.texts.path)}  ${singleLine(chunk.hunk.where)}`;
  const room = Math.max(10, columns - progress.length - 2);
  return [
    ends(style.title(truncateText(title, room)), progress, columns),
    answer === undefined ? style.quiet(state) : style.good(state),
    '',
  ];
}

function chunkLines(session: Session, { chunk }: Place, view: ChunkView, page: Page): string[] {
  const { style, columns } = page;
  const { labels } = session;
  const { base, ours, theirs } = chunk.hunk;
  const at = (number: number): string => (chunk.isWhole ? '' : `, line ${number}`);
  const blocks: Block[] = [
    ...(base && view.base ? [{ key: 'x', title: `before${at(base.line)}`, rows: view.base }] : []),
    { key: 'o', title: `ours: ${singleLine(labels.ours)}${at(ours.line)}`, rows: view.ours },
    { key: 't', title: `theirs: ${singleLine(labels.theirs)}${at(theirs.line)}`, rows: view.theirs },
  ];
  const around = (rows: ChunkView['before']): string[] =>
    rows.length === 0 ? [] : rowLines(rows, { style, columns, isQuiet: true });
  return [
    ...around(view.before),
    ...blockLines(blocks, page),
    '',
    ...(view.after.length > 0 ? [...around(view.after), ''] : []),
    ...proposalLines(chunk, view, session, page),
  ];
}

function proposalLines(chunk: Chunk, view: ChunkView, { labels }: Session, { style, columns }: Page): string[] {
  const { proposal } = chunk;
  if (proposal === undefined || view.proposal === undefined) return [style.quiet('No rule proposes anything here.')];
  const sure = proposal.confidence === 'guess' ? 'a guess' : proposal.confidence;
  const same = (['ours', 'theirs', 'both', 'reversed', 'before'] as const).find(
    (way) => textFor(chunk, way) === proposal.text,
  );
  const what = same === undefined ? 'proposal' : `proposal: ${wordFor(same, labels)}`;
  const painted = proposal.confidence === 'certain' ? style.good(sure) : style.warning(sure);
  const reasons = wrapText(singleLine(proposal.reason), Math.max(20, columns - 2)).map((text) =>
    style.quiet(`  ${text}`),
  );
  return [
    `${style.name('y')} ${style.title(what)}, ${painted}`,
    ...reasons,
    ...(same === undefined ? rowLines(view.proposal, { style, columns }) : []),
  ];
}

/** How a decision is called. */
export function wordFor(way: Way, labels: Session['labels']): string {
  const words: Readonly<Record<Way, string>> = {
    ours: singleLine(labels.ours),
    theirs: singleLine(labels.theirs),
    both: `both, ${singleLine(labels.ours)} first`,
    reversed: `both, ${singleLine(labels.theirs)} first`,
    before: 'as before',
    proposal: 'as proposed',
    edited: 'edited',
    skipped: 'skipped',
  };
  return words[way];
}

const keys: readonly (readonly [string, string])[] = [
  ['y, enter', 'take the proposal'],
  ['o', 'take ours'],
  ['t', 'take theirs'],
  ['b', 'take both, ours first'],
  ['r', 'take both, theirs first'],
  ['x', 'as it was before'],
  ['e', 'edit it: the proposal, or where there is none the versions between markers'],
  ['s', 'skip it: its file stays open, and is asked about again next time'],
  ['f', 'skip what is open of this file'],
  ['u', 'take the last decision back, over files too'],
  ['n, p', 'look at the next or the previous one without deciding'],
  ['↑↓, j k', 'scroll; space and backspace by ten lines'],
  ['q', 'end: files of which all is decided are taken, the other answers are kept'],
  ['ctrl-c', 'stop at once: nothing is written, and all answers are kept'],
];

function helpLines({ style }: Page): string[] {
  return [
    style.title('keys'),
    ...alignColumns(keys.map(([key, what]) => [`  ${style.name(key)}`, what])),
    '',
    style.quiet('Any key goes back.'),
  ];
}

/** What is told of the keys, and in which order it is given up where there is no room: the least first. */
const givenUp = ['n/p move', 'f skip file', 'r reversed', 'x before', 'b both', 's skip', 'e edit', 'y proposal'];

function keyLine({ isHelp }: Session, place: Place | undefined, columns: number): string {
  if (isHelp) return '';
  if (place === undefined) return 'enter takes it  u undo  p look again  ? keys  q end';
  const ways = wayKeys.filter(([, way]) => textFor(place.chunk, way) !== undefined).map(([words]) => words);
  let shown = [...ways, 'e edit', 's skip', 'f skip file', 'u undo', 'n/p move', '? keys', 'q end'];
  for (const words of givenUp) {
    if (displayWidth(shown.join('  ')) <= columns) break;
    shown = shown.filter((one) => one !== words);
  }
  return shown.join('  ');
}

const wayKeys: readonly (readonly [string, Way])[] = [
  ['y proposal', 'proposal'],
  ['o ours', 'ours'],
  ['t theirs', 'theirs'],
  ['b both', 'both'],
  ['r reversed', 'reversed'],
  ['x before', 'before'],
];

/** One text at each end of a line; the second gives way. */
function ends(left: string, right: string, columns: number): string {
  const free = columns - displayWidth(left) - displayWidth(right);
  return free < 2 || right === '' ? left : left + ' '.repeat(free) + right;
}

/** A line that is too wide would break, and all below it would be one line off. Colours are given up for it. */
function fit(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : truncateText(stripVTControlCharacters(text), columns);
}
