import { alignColumns, truncateText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { ageText } from './age-text.ts';
import type { CachedIssue } from './cached-issue.ts';
import type { CacheResult } from './cache-linear-issue.ts';
import type { CacheList } from './list-cache.ts';
import type { PruneResult } from './prune-cache.ts';
import type { ShownIssue } from './show-issue.ts';

export function cacheText({ folder, issues, unchanged, failures }: CacheResult, { style }: Page): string {
  const rows = issues.map(({ id, title, state, status, stale }) => [
    status === 'stale' ? style.warning('!') : style.good('✓'),
    style.name(id),
    truncateText(line(title), 60),
    line(state),
    style.quiet(statusText(status, stale)),
  ]);
  const others = unchanged === 0 ? [] : [`  ${unchanged} unchanged`];
  const failed = failures.flatMap(({ reference, message, steps, code }) => [
    `  ${style.bad('✗')} ${style.name(line(reference))}  ${line(message)} ${style.quiet(code)}`,
    ...steps.slice(0, 1).map((step) => `    → ${line(step)}`),
  ]);
  return [...alignColumns(rows, '  '), ...others, ...failed, style.quiet(`Cached in ${folder}`), ''].join('\n');
}

function statusText(status: CachedIssue['status'], stale: CachedIssue['stale']): string {
  return status === 'stale' ? `stale, ${ageText(stale?.age)}` : status;
}

export function listText({ folder, issues, unreadable }: CacheList, { style }: Page): string {
  if (issues.length + unreadable.length === 0) return `Nothing is cached in ${folder}\n`;
  const rows = issues.map(({ id, title, state, source, age, isFresh }) => [
    style.name(id),
    truncateText(line(title), 60),
    state,
    source,
    isFresh ? style.quiet(ageText(age)) : style.warning(`stale, ${ageText(age)}`),
  ]);
  const broken = unreadable.map(({ message }) => `  ${style.bad('✗')} ${line(message)}`);
  return [...alignColumns(rows, '  '), ...broken, ''].join('\n');
}

export function showText({ issue, age, isFresh }: ShownIssue, { style }: Page): string {
  const facts = Object.entries({
    State: issue.state,
    Labels: issue.labels.join(', '),
    Priority: issue.priority,
    Estimate: issue.estimate?.toString(),
    Assignee: issue.assignee,
    Team: issue.team,
    Project: issue.project,
    Cycle: issue.cycle,
    Branch: issue.branchName,
    Address: issue.url,
    Copy: isFresh ? ageText(age) : `stale, ${ageText(age)}`,
  }).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[style.quiet(name), line(value)]]));
  const related = [
    ...(issue.parent ? [{ type: 'part of', ...issue.parent }] : []),
    ...issue.children.map((child) => ({ type: 'sub-issue', ...child })),
    ...issue.relations,
  ].map(({ type, id, title }) => [style.quiet(type), style.name(id), line(title ?? '')]);
  return [
    `${style.name(issue.id)}  ${style.title(line(issue.title))}`,
    ...alignColumns(facts, '  '),
    ...section(issue.description === '' ? [] : stripControl(issue.description).split('\n'), 'Description', style),
    ...section(alignColumns(related, '  '), 'Related', style),
    ...section(
      issue.attachments.map(({ title, url }) => `  ${line(title)}  ${line(url)}`),
      'Attachments',
      style,
    ),
    ...section(
      issue.comments.flatMap(({ author, createdAt, body }) => [
        `  ${style.name(line(author))} ${style.quiet(createdAt)}`,
        ...stripControl(body)
          .split('\n')
          .map((text) => `    ${text}`),
      ]),
      'Comments',
      style,
    ),
    '',
  ].join('\n');
}

function section(lines: readonly string[], title: string, style: Page['style']): string[] {
  return lines.length === 0 ? [] : ['', style.title(title), ...lines];
}

export function pruneText({ folder, remove, kept, applied }: PruneResult, { style }: Page): string {
  if (remove.length === 0) return `Nothing to remove in ${folder}; ${kept} kept\n`;
  const rows = remove.map(({ id, age }) => [style.name(id), style.quiet(ageText(age))]);
  const summary = applied ? `Removed ${remove.length}, kept ${kept}` : `Would remove ${remove.length} and keep ${kept}`;
  return [...alignColumns(rows, '  '), summary, ''].join('\n');
}

/** Text from outside as one line that is safe to print. */
function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
