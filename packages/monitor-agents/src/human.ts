import { alignColumns, displayWidth, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { AgentView, RunView } from './agent-view.ts';
import type { TerminalState } from './terminal/terminal-state.ts';
import { terminalText } from './terminal/terminal-text.ts';
import type { ServedPage } from './web/monitor-web.ts';

/** A line an agent, then what needs somebody: foreign changes, conflicts, dead processes. */
export function runText(view: RunView & { readonly terminal?: TerminalState }, page: Page): string {
  const { style, columns } = page;
  const { terminal } = view;
  const { title, agents, conflicts, integration } = view;
  const cursor = (agent: AgentView): string[] =>
    terminal ? [terminal.chosen === agent.id ? style.name('▸') : ' '] : [];
  const rows = alignColumns(withoutEmptyColumns(agents.map((agent) => [...cursor(agent), ...agentRow(agent, style)])));
  const left = columns - Math.max(0, ...rows.map(displayWidth)) - 3;
  // What an agent says fills the space that is left, and goes when there is too little of it.
  const lines = rows.map((row, at) => {
    const said = saidBy(agents[at]);
    const width = Math.max(0, ...rows.map(displayWidth));
    return said === '' || left < 12
      ? row
      : `${row}${' '.repeat(width - displayWidth(row) + 2)}${style.quiet(truncateText(said, left))}`;
  });
  return `${[head(view, style), style.quiet(title), '', ...lines, ...attention(view, style), ...integrationLine(integration, style), ...(conflicts.length === 0 ? [] : ['', ...conflictLines(view, style)])].join('\n')}\n${terminal ? terminalText(view, terminal, page) : ''}`;
}

/** Counts that are not zero, with what the run has used; one line. */
export function statuslineText({ plan, agents, conflicts }: RunView, { style }: Page): string {
  const number = (isCounted: (agent: AgentView) => boolean): number => agents.filter(isCounted).length;
  const isAtWork = ({ status, isAlive }: AgentView): boolean => status === 'running' && isAlive;
  const counts: readonly (readonly [string, number])[] = [
    [style.name('●'), number(isAtWork)],
    [style.good('✓'), number(({ status }) => isDone(status))],
    [style.bad('✗'), number((agent) => isBad(agent))],
    [style.quiet('·'), number((agent) => !isAtWork(agent) && !isDone(agent.status) && !isBad(agent))],
    [style.warning('!'), number(({ foreign }) => foreign.length > 0) + conflicts.length],
  ];
  const tokens = agents.reduce((sum, agent) => sum + agent.tokens, 0);
  const cost = agents.reduce((sum, agent) => sum + agent.cost, 0);
  const parts = [
    plan,
    ...counts.filter(([, count]) => count > 0).map(([sign, count]) => `${sign} ${count}`),
    ...(tokens > 0 ? [`${shortNumber(tokens)} tokens`] : []),
    ...(cost > 0 ? [`$${cost.toFixed(2)}`] : []),
  ];
  return `${parts.join('  ')}\n`;
}

export function servedText({ url, isEnded }: ServedPage, { style }: Page): string {
  if (isEnded) return 'Nothing runs any more; the page has ended.\n';
  return `${style.name(url)}\n${style.quiet('Whoever has this address can look. Ctrl-C ends it.')}\n`;
}

function isDone(status: AgentView['status']): boolean {
  return ['committed', 'validated', 'merged', 'finished'].includes(status);
}

function isBad({ status, isAlive }: AgentView): boolean {
  return ['failed', 'not-ready', 'ejected'].includes(status) || (status === 'running' && !isAlive);
}

function head({ plan, agents }: RunView, style: Page['style']): string {
  const counts = Map.groupBy(agents, ({ status }) => status);
  const words = [...counts].map(([status, list]) => `${list.length} ${status}`);
  return `${style.title(plan)}  ${words.join(' · ')}`;
}

function agentRow(agent: AgentView, style: Page['style']): string[] {
  const { checklist, foreign } = agent;
  return [
    mark(agent, style),
    style.name(agent.id),
    agent.status === 'running' && !agent.isAlive ? style.bad('gone') : agent.status,
    agent.attempt > 1 ? `#${agent.attempt}` : '',
    agent.elapsed === undefined ? '' : formatDuration(agent.elapsed),
    `${agent.changed} ${agent.changed === 1 ? 'file' : 'files'}`,
    foreign.length > 0 ? style.warning(`${foreign.length} foreign`) : '',
    agent.commits > 0 ? `${agent.commits} ${agent.commits === 1 ? 'commit' : 'commits'}` : '',
    checklist ? `${checklist.done}/${checklist.total}` : '',
    agent.tokens > 0 ? `${shortNumber(agent.tokens)} tokens` : '',
    agent.cost > 0 ? `$${agent.cost.toFixed(2)}` : '',
  ];
}

/** A column in which no agent has anything is only a gap. */
function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.filter((_, column) => rows.some((other) => other[column] !== '')));
}

function mark(agent: AgentView, style: Page['style']): string {
  const { status } = agent;
  if (isDone(status)) return style.good('✓');
  if (isBad(agent)) return style.bad('✗');
  return status === 'running' ? style.name('●') : style.quiet('·');
}

function saidBy(agent: AgentView | undefined): string {
  if (!agent) return '';
  if (agent.waitsFor.length > 0 && ['planned', 'waiting', 'ready'].includes(agent.status))
    return `after ${agent.waitsFor.join(', ')}`;
  const text = ['failed', 'not-ready', 'ejected'].includes(agent.status)
    ? (agent.reasons[0] ?? '')
    : (agent.activity ?? '');
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}

function attention({ agents, plan }: RunView, style: Page['style']): string[] {
  const foreign = agents.flatMap(({ id, foreign: paths }) =>
    paths.map((path) => `  ${style.warning('!')} ${id} changed ${path}, which is not its own`),
  );
  const blocked = agents.flatMap(({ id, blocker }) =>
    blocker === undefined ? [] : [`  ${style.warning('!')} ${id} is blocked: ${stripControl(blocker)}`],
  );
  const gone = agents
    .filter(({ status, isAlive }) => status === 'running' && !isAlive)
    .map(({ id }) => `  ${style.bad('✗')} the process of ${id} is gone; go on with: cdev-spawn-agents ${plan} --run`);
  return foreign.length + gone.length + blocked.length === 0 ? [] : ['', ...gone, ...blocked, ...foreign];
}

function integrationLine({ status, merged, ejected }: RunView['integration'], style: Page['style']): string[] {
  return status === 'none'
    ? []
    : ['', `integration ${status}: ${merged} merged${ejected > 0 ? `, ${style.bad(`${ejected} ejected`)}` : ''}`];
}

function conflictLines({ conflicts }: RunView, style: Page['style']): string[] {
  return [
    'If merged now, git alone would stop at:',
    ...alignColumns(
      conflicts.map(({ between: [a, b], paths }) => [
        `  ${style.warning('!')} ${a} and ${b}`,
        `${paths.slice(0, 4).join(', ')}${paths.length > 4 ? `, and ${paths.length - 4} more` : ''}`,
      ]),
    ),
  ];
}

/** `12.3k`: three digits are enough to see what grows. */
function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  return value < 1_000_000 ? `${(value / 1000).toFixed(1)}k` : `${(value / 1_000_000).toFixed(1)}M`;
}
