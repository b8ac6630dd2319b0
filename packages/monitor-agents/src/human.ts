import type { Page } from '@cdev/core/cli';
import type { AgentView, RunView } from './agent-view.ts';
import { agentLines } from './text/agent-lines.ts';
import { attentionLines, conflictLines, integrationLines, nextLines } from './text/attention-lines.ts';
import { headLines, usedWords } from './text/head-line.ts';
import { isBad, isDone, stateWord } from './text/state-word.ts';
import type { TerminalState } from './terminal/terminal-state.ts';
import { screenText } from './terminal/screen-text.ts';
import type { ServedPage } from './web/monitor-web.ts';

/** A line an agent, then what needs somebody: dead processes, blocked agents, foreign changes, conflicts. At a terminal one screen of it. */
export function runText(view: RunView & { readonly terminal?: TerminalState }, page: Page): string {
  const { style } = page;
  if (view.terminal) return screenText(view, view.terminal, page);
  const parts = [
    headLines(view, style),
    agentLines(view.agents, page),
    attentionLines(view, style),
    integrationLines(view, style),
    conflictLines(view, style),
    nextLines(view, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Counts that are not zero, with what the run has used; one line. */
export function statuslineText({ plan, agents, conflicts, used }: RunView, { style }: Page): string {
  const number = (isCounted: (agent: AgentView) => boolean): number => agents.filter(isCounted).length;
  const isIdle = (agent: AgentView): boolean => stateWord(agent) === 'idle';
  const isAtWork = (agent: AgentView): boolean => agent.status === 'running' && agent.isAlive && !isIdle(agent);
  const isBlocked = (agent: AgentView): boolean =>
    agent.isAlive && (agent.blocker ?? agent.denied ?? agent.asking) !== undefined;
  const counts: readonly (readonly [string, number])[] = [
    [style.name('●'), number(isAtWork)],
    [style.quiet('○'), number(isIdle)],
    [style.good('✓'), number(isDone)],
    [style.bad('✗'), number((agent) => isBad(agent))],
    [style.quiet('·'), number((agent) => !isAtWork(agent) && !isIdle(agent) && !isDone(agent) && !isBad(agent))],
    [style.warning('!'), number((agent) => agent.foreign.length > 0 || isBlocked(agent)) + conflicts.length],
  ];
  const parts = [
    plan,
    ...counts.filter(([, count]) => count > 0).map(([sign, count]) => `${sign} ${count}`),
    ...usedWords(used),
  ];
  return `${parts.join('  ')}\n`;
}

export function servedText({ url, isEnded }: ServedPage, { style }: Page): string {
  if (isEnded) return 'Nothing runs any more; the page has ended.\n';
  return `${style.name(url)}\n${style.quiet('Whoever has this address can look. Ctrl-C ends it.')}\n`;
}
