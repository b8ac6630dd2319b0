import { formatDuration, type Page, type Style } from '@cdev/core/cli';
import type { ErrorGroup } from './group/error-group.ts';
import type { PostMortem } from './post-mortem/write-post-mortem.ts';
import type { ErrorReview } from './review-errors.ts';

/** A paragraph a group: what it is, how often and where, what helps. */
export function reviewText({ groups, runs, since }: ErrorReview, { style }: Page): string {
  const day = since.slice(0, 10);
  if (groups.length === 0)
    return `${style.good('✓')} No error in ${runs} ${runs === 1 ? 'run' : 'runs'} since ${day}\n`;
  const count = (of: (group: ErrorGroup) => boolean): number => groups.filter(of).length;
  const [unknown, fresh] = [count(({ isUnknown }) => isUnknown), count(({ isNew }) => isNew)];
  const failed = groups.filter(({ level }) => level === 'error').reduce((sum, group) => sum + group.count, 0);
  const sum = [
    `${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`,
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(fresh > 0 ? [`${fresh} new`] : []),
  ];
  return `${groups.map((group) => groupText(group, style)).join('\n')}\n${sum.join(', ')}; ${failed} ${failed === 1 ? 'error' : 'errors'} in ${runs} ${runs === 1 ? 'run' : 'runs'} since ${day}\n`;
}

function groupText(group: ErrorGroup, style: Style): string {
  const { code, level, title, cause, isUnknown, isNew, count, scripts, versions, hosts, steps, example } = group;
  const mark = level === 'warning' ? style.warning('!') : style.bad('✗');
  const labels = [...(isUnknown ? [style.bad('unknown')] : []), ...(isNew ? [style.warning('new')] : [])];
  const head = [`${mark} ${style.title(title)}`, ...labels, style.quiet(`${count}×`)].join('  ');
  const where = [
    scripts.join(', '),
    range(versions),
    hosts.length === 0 ? '' : `on ${hosts.length > 3 ? `${hosts.length} machines` : hosts.join(', ')}`,
  ].filter((word) => word !== '');
  return [
    head,
    ...(code === undefined ? [] : [`  ${style.quiet(code)}`]),
    `  ${style.quiet(`${where.join(', ')}; ${span(group)}`)}`,
    ...(cause === undefined ? [] : [`  because: ${cause}`]),
    ...(isUnknown && example !== undefined && example !== title ? [`  said: ${example.split('\n')[0]}`] : []),
    ...steps.slice(0, 3).map((step) => `  → ${step}`),
    '',
  ].join('\n');
}

function range(versions: readonly string[]): string {
  return versions.length > 2 ? `${versions[0]} … ${versions.at(-1)}` : versions.join(', ');
}

function span({ first, last }: ErrorGroup): string {
  const time = (text: string): string => text.slice(0, 16).replace('T', ' ');
  const between = Date.parse(last) - Date.parse(first);
  return between < 1000 ? time(last) : `${time(first)} to ${time(last)} (${formatDuration(between)})`;
}

export function postMortemResultText({ text, file }: PostMortem, { style }: Page): string {
  return file === undefined ? text : `${style.good('✓')} ${file}\n`;
}
