import { alignColumns, truncateText, type Page } from '@cdev/core/cli';
import type { RunView } from '../agent-view.ts';
import { keys, type TerminalState } from './terminal-state.ts';

const mostLines = 14;

/** What stands below the list: the pane that was opened, what is asked or typed, and the keys. */
export function terminalText(view: RunView, state: TerminalState, { style, columns }: Page): string {
  const { pane, chosen, typing, asked, notice } = state;
  const body =
    pane === 'matrix'
      ? matrixLines(view, style)
      : pane === 'help'
        ? alignColumns(keys.map(([key, what]) => [`  ${style.name(key)}`, what]))
        : pane === 'none'
          ? []
          : state.lines.slice(pane === 'log' ? -mostLines : 0).slice(0, mostLines);
  const title =
    pane === 'none' ? [] : ['', style.title(pane === 'log' || pane === 'diff' ? `${pane} of ${chosen ?? ''}` : pane)];
  const line = typing
    ? `${typing.what === 'message' ? `to ${chosen ?? ''}` : `path for ${chosen ?? ''}`}: ${typing.text}▏`
    : asked
      ? `${asked.name} ${asked.agent}? y/n`
      : notice;
  return [
    ...title,
    ...body.map((text) => truncateText(text, columns)),
    '',
    truncateText(line, columns),
    style.quiet(truncateText('↑↓  enter log  d diff  s stop  r retry  c commit  m message  ? keys  q quit', columns)),
    '',
  ].join('\n');
}

/** Who would conflict with whom if all were merged now: a number of paths where two meet. */
export function matrixLines(
  { agents, conflicts }: Pick<RunView, 'agents' | 'conflicts'>,
  style: Page['style'],
): string[] {
  const others = conflicts.flatMap(({ between }) => between).filter((name) => !agents.some(({ id }) => id === name));
  const names = [...agents.map(({ id }) => id), ...new Set(others)];
  const involved = names.filter((name) => conflicts.some(({ between }) => between.includes(name)));
  if (involved.length === 0) return ['If all were merged now, none would conflict with another.'];
  const cell = (one: string, other: string): string => {
    if (one === other) return style.quiet('·');
    const found = conflicts.find(({ between }) => between.includes(one) && between.includes(other));
    return found ? style.warning(String(found.paths.length)) : style.quiet('–');
  };
  const head = ['', ...involved.map((name) => truncateText(name, 10))];
  return alignColumns([head, ...involved.map((one) => [one, ...involved.map((other) => cell(one, other))])]);
}
