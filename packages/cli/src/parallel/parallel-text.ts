import { isPutOut } from '@cdev/agent-run';
import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { ParallelResult } from './parallel.ts';

/** What came of the issue: each agent, what of its changes is not in, each step with its time, where the target stands, and what to do where that is not all. */
export function parallelText({ plan, steps, agents, logs, integration }: ParallelResult, { style }: Page): string {
  const mark = (status: string): string =>
    status === 'merged' ? style.good('✓') : isPutOut(status) ? style.bad('✗') : style.quiet('·');
  const rows = agents.map(({ id, title, status, attempt, reasons }) => [
    `  ${mark(status)} ${style.name(id)}`,
    title,
    `${status}${attempt > 1 ? ` at attempt ${attempt}` : ''}`,
    status === 'merged' ? '' : style.quiet(reasons[0] ?? ''),
  ]);
  const aside = agents
    .filter(({ setAside }) => setAside.length > 0)
    .map(({ id, setAside }) => `  ${style.warning('!')} ${style.name(id)}  not its own, set aside: ${some(setAside)}`);
  const kept = aside.length === 0 ? [] : [style.quiet(`    kept under refs/cdev/set-aside/${plan.id}/`)];
  const total = steps.reduce((sum, { duration }) => sum + duration, 0);
  const times = steps.map(({ name, duration }) => [`  ${style.quiet(name)}`, style.quiet(formatDuration(duration))]);
  const end =
    integration.movedTo === undefined
      ? style.quiet('the target branch was not moved')
      : `${integration.target} is now at ${integration.movedTo.slice(0, 9)}`;
  const wasRefused = steps.some(({ name, exitCode }) => name === 'commit' && exitCode !== 0);
  const uncommitted = wasRefused ? agents.filter(({ status }) => status === 'finished').map(({ id }) => id) : [];
  const ways = [
    ...(logs !== undefined && agents.some(({ status }) => isPutOut(status))
      ? [`→ What the agents said: ${logs}`, '→ Run the same command again: those that failed are sent back to work']
      : []),
    ...(uncommitted.length > 0
      ? [
          `→ In no commit yet: ${uncommitted.join(', ')}. See why, and mend it: cdev-agent-commit --all --plan ${plan.id}`,
          '→ Then run the same command again: it goes on from there',
        ]
      : []),
  ];
  return `${[
    '',
    ...(agents.length > 0 ? [style.title(plan.title || plan.id), ...alignColumns(rows), ...aside, ...kept, ''] : []),
    ...alignColumns(times),
    `  ${formatDuration(total)} in all`,
    '',
    end,
    ...ways,
  ].join('\n')}\n`;
}

const shown = 3;

function some(paths: readonly string[]): string {
  const more = paths.length > shown ? ` and ${paths.length - shown} more` : '';
  return `${paths.slice(0, shown).join(', ')}${more}`;
}
