import { alignColumns, type Page } from '@cdev/core/cli';
import type { WrittenCompletion } from './completion/write-completion.ts';
import type { ListedScript } from './list-scripts.ts';
import type { Rollback } from './rollback/roll-back.ts';
import type { ScriptInfo } from './show-info.ts';
import type { LogLine } from './logs/show-logs.ts';

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
