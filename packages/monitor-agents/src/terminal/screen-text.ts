import { displayWidth, truncateText, type Page } from '@cdev/core/cli';
import { stripVTControlCharacters } from 'node:util';
import type { AgentView, RunView } from '../agent-view.ts';
import { agentLines } from '../text/agent-lines.ts';
import { attentionLines, conflictLines, integrationLines, nextLines } from '../text/attention-lines.ts';
import { headLines } from '../text/head-line.ts';
import { stateWord } from '../text/state-word.ts';
import { paneLines } from './pane-lines.ts';
import type { TerminalState } from './terminal-state.ts';

/** Agents that stay in sight beside an open pane. */
const leastAgents = 5;

/**
 * One screen, exactly as high as the terminal: the head, as many agents as have room around the chosen one, what needs somebody or the pane
 * that was opened, and at the bottom what is asked and the keys.
 */
export function screenText(view: RunView, state: TerminalState, page: Page): string {
  const { style, columns, rows = 40 } = page;
  const head = [...headLines(view, style), ''];
  const foot = ['', questionLine(state), keyLine(state, page)];
  const room = Math.max(1, rows - head.length - foot.length);
  const isOpen = state.pane !== 'none';
  const notes = isOpen ? [] : notesOf(view, style);
  const listed = isOpen
    ? Math.min(view.agents.length, Math.max(leastAgents, Math.floor(room / 3)))
    : Math.min(view.agents.length, Math.max(room - Math.min(notes.length + 1, Math.floor(room / 2)), leastAgents));
  const list = listLines(view.agents, { state, page, most: Math.min(listed, room) });
  const rest = room - list.length - 1;
  const below =
    rest < 1 ? [] : ['', ...(isOpen ? paneLines(view, state, { ...page, rows: rest }) : shorten(notes, rest))];
  const body = [...list, ...below].slice(0, room);
  const empty = Array.from({ length: room - body.length }, () => '');
  const bell = state.isRinging ? '\u0007' : '';
  const lines = [...head, ...body, ...empty, ...foot].slice(0, rows).map((line) => fit(line, columns));
  return `${lines.join('\n')}${bell}\n`;
}

function notesOf(view: RunView, style: Page['style']): string[] {
  const parts = [
    attentionLines(view, style),
    integrationLines(view, style),
    conflictLines(view, style),
    nextLines(view, style),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function shorten(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `  … and ${lines.length - most + 1} more lines`];
}

interface Listing {
  readonly state: TerminalState;
  readonly page: Page;
  readonly most: number;
}

/** All, or those around the chosen one; what is out of sight is counted by its state. */
function listLines(agents: readonly AgentView[], { state: { chosen }, page, most }: Listing): string[] {
  const lay = (shown: readonly AgentView[]): string[] => agentLines(shown, page, { agent: chosen });
  if (agents.length <= most) return lay(agents);
  const at = Math.max(
    0,
    agents.findIndex(({ id }) => id === chosen),
  );
  const half = Math.floor((most - 2) / 2);
  const isAtTop = at <= half;
  const isAtEnd = !isAtTop && at >= agents.length - half - 1;
  const height = Math.max(1, most - (isAtTop || isAtEnd ? 1 : 2));
  const start = isAtTop ? 0 : isAtEnd ? agents.length - height : at - half;
  // Laid out whole, so that nothing moves sideways while one scrolls.
  const lines = lay(agents).slice(start, start + height);
  const { style } = page;
  const hidden = (arrow: string, out: readonly AgentView[]): string[] => {
    const words = [...Map.groupBy(out, stateWord)].map(([word, list]) => `${list.length} ${word}`);
    return out.length === 0 ? [] : [style.quiet(`   ${arrow}  ${words.join(' · ')}`)];
  };
  return [...hidden('↑', agents.slice(0, start)), ...lines, ...hidden('↓', agents.slice(start + height))];
}

function questionLine({ typing, asked, notice, chosen }: TerminalState): string {
  if (typing)
    return `${typing.what === 'message' ? `to ${chosen ?? ''}` : `path for ${chosen ?? ''}`}: ${typing.text}▏`;
  return asked ? `${asked.name} ${asked.agent}? y/n` : notice;
}

/** From the most to the least that is told; `?` shows all of them. */
const keyLines = [
  '↑↓  enter log  a attach  d diff  s stop  r retry  c commit  m message  ? keys  q quit',
  '↑↓  enter log  a attach  d diff  s stop  r retry  m message  ? keys  q quit',
  '↑↓  s stop  r retry  m message  ? keys  q quit',
  '? keys  q quit',
];

function keyLine({ pane }: TerminalState, { style, columns }: Page): string {
  const before = pane === 'none' ? '' : 'esc close  space/b page  ';
  const fitting = keyLines.find((keys) => displayWidth(before + keys) < columns);
  return style.quiet(fitting === undefined ? (keyLines.at(-1) as string) : before + fitting);
}

/** A line that is too wide would break, and all below it would be one line off. Colours are given up for it. */
function fit(line: string, columns: number): string {
  return displayWidth(line) <= columns ? line : truncateText(stripVTControlCharacters(line), columns);
}
