import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { ListedScript } from './list-scripts.ts';
import type { ParallelResult } from './parallel/parallel.ts';

export function listText(scripts: readonly ListedScript[], { style }: Page): string {
  return `${alignColumns(scripts.map(({ script, version, description }) => [style.name(`cdev ${script}`), style.quiet(version ?? '–'), description])).join('\n')}\n`;
}

/** What came of the issue: each agent, each step with its time, and where the target stands. */
export function parallelText({ plan, steps, agents, integration }: ParallelResult, { style }: Page): string {
  const mark = (status: string): string =>
    status === 'merged'
      ? style.good('✓')
      : ['ejected', 'not-ready', 'failed'].includes(status)
        ? style.bad('✗')
        : style.quiet('·');
  const rows = agents.map(({ id, title, status, attempt, reasons }) => [
    `  ${mark(status)} ${style.name(id)}`,
    title,
    `${status}${attempt > 1 ? ` at attempt ${attempt}` : ''}`,
    status === 'merged' ? '' : style.quiet(reasons[0] ?? ''),
  ]);
  const total = steps.reduce((sum, { duration }) => sum + duration, 0);
  const times = steps.map(({ name, duration }) => [`  ${style.quiet(name)}`, style.quiet(formatDuration(duration))]);
  const end =
    integration.movedTo === undefined
      ? style.quiet('the target branch was not moved')
      : `${integration.target} is now at ${integration.movedTo.slice(0, 9)}`;
  return `${[
    '',
    ...(agents.length > 0 ? [style.title(plan.title || plan.id), ...alignColumns(rows), ''] : []),
    ...alignColumns(times),
    `  ${formatDuration(total)} in all`,
    '',
    end,
  ].join('\n')}\n`;
}
