import { isPutOut } from '@cdev/agent-run';
import { alignColumns, displayWidth, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { AgentView } from '../agent-view.ts';
import { shortNumber } from './head-line.ts';
import { isBad, isDone, stateWord } from './state-word.ts';

type Column =
  | 'cursor'
  | 'mark'
  | 'name'
  | 'state'
  | 'attempt'
  | 'host'
  | 'time'
  | 'files'
  | 'foreign'
  | 'commits'
  | 'checklist'
  | 'tokens'
  | 'cost';

const columnsInOrder: readonly Column[] = [
  'cursor',
  'mark',
  'name',
  'state',
  'attempt',
  'host',
  'time',
  'files',
  'foreign',
  'commits',
  'checklist',
  'tokens',
  'cost',
];

/** What goes first where the lines are too narrow for all. */
const dispensable: readonly Column[] = ['commits', 'host', 'attempt', 'checklist', 'tokens', 'time', 'cost', 'files'];

/** Least columns for what an agent says; with fewer it goes, and before that what is dispensable stays. */
const leastSaid = 12;

/** A line an agent, no wider than the page; with `chosen`, one of them is pointed at. */
export function agentLines(
  agents: readonly AgentView[],
  { style, columns }: Pick<Page, 'style' | 'columns'>,
  chosen?: { readonly agent: string | undefined },
): string[] {
  // Where one chooses from a list, a name is only to be known again; elsewhere it is to be copied.
  const longestName = chosen === undefined ? Infinity : Math.min(32, Math.max(16, Math.floor(columns * 0.3)));
  const cells = agents.map((agent) => cellsOf(agent, { style, longestName, chosen }));
  // A column in which no agent has anything is only a gap.
  let shown = columnsInOrder.filter((column) => cells.some((row) => row[column] !== ''));
  const lay = (): string[] => alignColumns(cells.map((row) => shown.map((column) => row[column])));
  let rows = lay();
  for (const column of dispensable) {
    if (widest(rows) <= columns) break;
    shown = shown.filter((other) => other !== column);
    rows = lay();
  }
  const width = widest(rows);
  const left = columns - width - 2;
  return rows.map((row, at) => {
    const said = left < leastSaid ? '' : saidBy(agents[at] as AgentView);
    return said === ''
      ? row
      : `${row}${' '.repeat(width - displayWidth(row) + 2)}${style.quiet(truncateText(said, left))}`;
  });
}

function widest(rows: readonly string[]): number {
  return Math.max(0, ...rows.map(displayWidth));
}

interface Look {
  readonly style: Page['style'];
  readonly longestName: number;
  readonly chosen: { readonly agent: string | undefined } | undefined;
}

function cellsOf(agent: AgentView, { style, longestName, chosen }: Look): Record<Column, string> {
  const { checklist, foreign, changed, commits, tokens, cost, elapsed } = agent;
  const word = stateWord(agent);
  const paint =
    word === 'blocked' || word === 'retrying' || word === 'asking'
      ? style.warning
      : isBad(agent)
        ? style.bad
        : (text: string): string => text;
  return {
    cursor: chosen === undefined ? '' : chosen.agent === agent.id ? style.name('▸') : ' ',
    mark: markOf(agent, style),
    name: style.name(truncateText(stripControl(agent.id), longestName)),
    state: paint(word),
    attempt: agent.attempt > 1 ? `#${agent.attempt}` : '',
    host: agent.host === undefined ? '' : style.quiet(truncateText(stripControl(agent.host), 16)),
    time: elapsed === undefined ? '' : formatDuration(elapsed),
    files: changed === 0 && hasNotBegun(agent) ? '' : `${changed} ${changed === 1 ? 'file' : 'files'}`,
    foreign: foreign.length > 0 ? style.warning(`${foreign.length} foreign`) : '',
    commits: commits > 0 ? `${commits} ${commits === 1 ? 'commit' : 'commits'}` : '',
    checklist: checklist ? `${checklist.done}/${checklist.total}` : '',
    tokens: tokens > 0 ? `${shortNumber(tokens)} tokens` : '',
    cost: cost > 0 ? `$${cost.toFixed(2)}` : '',
  };
}

function markOf(agent: AgentView, style: Page['style']): string {
  if (isDone(agent)) return style.good('✓');
  if (isBad(agent)) return style.bad('✗');
  const word = stateWord(agent);
  if (word === 'idle') return style.quiet('○');
  if (word === 'blocked' || word === 'asking') return style.warning('!');
  return agent.status === 'running' ? style.name('●') : style.quiet('·');
}

function saidBy(agent: AgentView): string {
  if (agent.waitsFor.length > 0 && hasNotBegun(agent)) return `after ${agent.waitsFor.join(', ')}`;
  const text = isPutOut(agent.status) ? (agent.reasons[0] ?? '') : (agent.activity ?? '');
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}

function hasNotBegun({ status }: AgentView): boolean {
  return ['planned', 'waiting', 'ready'].includes(status);
}
