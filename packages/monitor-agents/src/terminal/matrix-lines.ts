import { alignColumns, truncateText, type Page } from '@cdev/core/cli';
import type { RunView } from '../agent-view.ts';

/** Who would conflict with whom if all were merged now: a number of paths where two meet. Columns are named by the numbers of the rows. */
export function matrixLines(
  { agents, conflicts }: Pick<RunView, 'agents' | 'conflicts'>,
  { style, columns }: Pick<Page, 'style' | 'columns'>,
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
  const longestName = Math.max(16, Math.floor(columns * 0.34));
  const most = Math.max(1, Math.floor((columns - longestName - 8) / 4));
  const across = involved.slice(0, most);
  const rows = involved.map((one, at) => [
    `  ${at + 1}`,
    style.name(truncateText(one, longestName)),
    ...across.map((other) => cell(one, other)),
  ]);
  const hidden = involved.length - across.length;
  return [
    ...alignColumns([['', '', ...across.map((_, at) => style.quiet(String(at + 1)))], ...rows]),
    ...(hidden > 0 ? [style.quiet(`  ${hidden} more columns have no room`)] : []),
  ];
}
