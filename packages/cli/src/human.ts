import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { WrittenCompletion } from './completion/write-completion.ts';
import type { ListedScript } from './list-scripts.ts';
import type { Rollback } from './rollback/roll-back.ts';
import type { ScriptInfo } from './show-info.ts';
import type { LogLine } from './logs/show-logs.ts';
import type { ParallelResult } from './parallel/parallel.ts';

export function listText(scripts: readonly ListedScript[], { style }: Page): string {
  return `${alignColumns(
    scripts.map(({ script, version, description, deprecation }) => [
      style.name(`cdev ${script}`),
      style.quiet(version ?? '–'),
      deprecation === undefined
        ? description
        : style.warning(`Deprecated, ends on ${deprecation.sunset}: use ${deprecation.replacement}`),
    ]),
  ).join('\n')}\n`;
}

export function completionText({ text }: WrittenCompletion): string {
  return text;
}

export function logText(lines: readonly LogLine[], { style }: Page): string {
  const marks = { debug: style.quiet('debug'), info: 'info ', warn: style.warning('warn '), error: style.bad('error') };
  return lines
    .map(({ time, level, message, code }) => {
      const [first = '', ...more] = message.split('\n');
      const end = code === undefined ? '' : `  ${style.quiet(code)}`;
      return (
        [
          `${style.quiet(time.slice(0, 19).replace('T', ' '))}  ${marks[level]}  ${first}${end}`,
          ...more.map((line) => `      ${line}`),
        ].join('\n') + '\n'
      );
    })
    .join('');
}

export function infoText(info: ScriptInfo, { style }: Page): string {
  const { runs } = info;
  const rows = [
    ['package', `${info.package} ${info.version}`],
    ['owner', info.owner ?? '–'],
    ['priority', info.priority ?? '–'],
    ['stability', info.stability ?? '–'],
    ...(info.budget === undefined ? [] : [['budget', info.budget]]),
    ['bin', `${info.bin}${info.hasBin ? '' : style.bad('  is missing')}`],
    [
      'runs',
      runs === undefined
        ? 'none yet'
        : `${runs.count}, ${runs.errors} with an error, last ${runs.last.slice(0, 16).replace('T', ' ')}`,
    ],
    ...Object.entries(info.env).map(([name, purpose]) => [name, purpose]),
  ].map(([name = '', value = '']) => [style.quiet(name), value]);
  return `${style.title(`cdev ${info.script}`)}  ${info.description}\n${alignColumns(rows, '  ').join('\n')}\n`;
}

export function rollbackText({ package: name, from, to, command, outcome }: Rollback, { style }: Page): string {
  return outcome === 'done'
    ? `${style.good('✓')} ${name} is at ${to} again (was ${from})\n`
    : `${name} would go from ${from} to ${to}: ${command.join(' ')}\n`;
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
