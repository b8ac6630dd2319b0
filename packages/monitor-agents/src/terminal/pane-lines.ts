import { alignColumns, type Page } from '@cdev/core/cli';
import type { RunView } from '../agent-view.ts';
import { matrixLines } from './matrix-lines.ts';
import { keys, type TerminalState } from './terminal-state.ts';

/** The pane that was opened, no higher than `rows`: its title, and of a longer text the part that is looked at. */
export function paneLines(view: RunView, state: TerminalState, { style, columns, rows = 20 }: Page): string[] {
  const { pane, chosen = '' } = state;
  const height = Math.max(1, rows - 1);
  if (pane === 'matrix')
    return [style.title('conflict matrix'), ...matrixLines(view, { style, columns }).slice(0, height)];
  if (pane === 'help') {
    const lines = alignColumns(keys.map(([key, what]) => [`  ${style.name(key)}`, what]));
    return [style.title('keys'), ...lines.slice(0, height)];
  }
  const { lines, page } = state;
  const last = Math.max(0, Math.ceil(lines.length / height) - 1);
  // A log is looked at from its end, a diff from its beginning.
  const at = pane === 'diff' ? Math.min(page, last) : Math.max(0, last - page);
  const end = pane === 'diff' ? (at + 1) * height : lines.length - (last - at) * height;
  const shown = lines.slice(Math.max(0, end - height), end);
  const place = last > 0 ? style.quiet(`  ${at + 1} of ${last + 1}`) : '';
  const words = pane === 'attach' ? `${chosen} says` : `${pane} of ${chosen}`;
  return [`${style.title(words)}${place}`, ...(shown.length === 0 ? [style.quiet('nothing yet')] : shown)];
}
