import { alignColumns, truncateText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { ageText } from './age-text.ts';
import type { CachedIssue } from './cached-issue.ts';
import type { CacheResult } from './cache-linear-issue.ts';
import type { CacheList } from './list-cache.ts';
import type { PruneResult } from './prune-cache.ts';
import type { ShownIssue } from './show-issue.ts';

export function cacheText({ folder, issues, unchanged, failures }: CacheResult, page: Page): string {
  const { style } = page;
  const rows = issues.map(({ id, title, state, status, stale }) => [
    status === 'stale' ? style.warning('!') : style.good('✓'),
    style.name(id),
    titleIn(page, title),
    line(state),
    style.quiet(statusText(status, stale)),
  ]);
  const others = unchanged === 0 ? [] : [`  ${unchanged} unchanged`];
  const failed = failures.flatMap(({ reference, message, steps, code }) => [
    `  ${style.bad('✗')}  ${style.name(line(reference))}  ${line(message)} ${style.quiet(code)}`,
    ...steps.slice(0, 1).map((step) => `     → ${line(step)}`),
  ]);
  return [...alignColumns(rows, '  '), ...others, ...failed, style.quiet(`Cached in ${folder}`), ''].join('\n');
}

function statusText(status: CachedIssue['status'], stale: CachedIssue['stale']): string {
  return status === 'stale' ? `stale, ${ageText(stale?.age)}` : status;
}

export function listText({ folder, issues, unreadable }: CacheList, page: Page): string {
  const { style } = page;
  if (issues.length + unreadable.length === 0) return `Nothing is cached in ${folder}\n`;
  const rows = issues.map(({ id, title, state, source, age, isFresh }) => [
    style.name(id),
    titleIn(page, title),
    line(state),
    source,
    isFresh ? style.quiet(ageText(age)) : style.warning(`stale, ${ageText(age)}`),
  ]);
  const broken = unreadable.map(({ message }) => `  ${style.bad('✗')} ${line(message)}`);
  return [...alignColumns(rows, '  '), ...broken, ''].join('\n');
}

export function showText({ issue, age, isFresh }: ShownIssue, { style }: Page): string {
  const copy = isFresh ? ageText(age) : `stale, ${ageText(age)}`;
  const facts = factsOf(issue, copy).map(([name, value]) => [style.quiet(name), value]);
  const related = relatedTo(issue).map(([type, id, title]) => [style.quiet(type), style.name(id), title]);
  const attachments = issue.attachments.map(({ title, url }) => `  ${line(title)}  ${line(url)}`);
  const comments = issue.comments.flatMap(({ author, createdAt, body }) => [
    `  ${style.name(line(author))} ${style.quiet(line(createdAt))}`,
    ...lines(body).map((text) => `    ${text}`.trimEnd()),
  ]);
  const section = (title: string, content: readonly string[]): string[] =>
    content.length === 0 ? [] : ['', style.title(title), ...content];
  return [
    `${style.name(issue.id)}  ${style.title(line(issue.title))}`,
    ...alignColumns(facts, '  '),
    ...section('Description', lines(issue.description)),
    ...section('Related', alignColumns(related, '  ')),
    ...section('Attachments', attachments),
    ...section('Comments', comments),
    '',
  ].join('\n');
}

function factsOf(issue: ShownIssue['issue'], copy: string): readonly (readonly [name: string, value: string])[] {
  const facts = {
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
    Copy: copy,
  };
  return Object.entries(facts).flatMap(([name, value = '']) => (value === '' ? [] : [[name, line(value)] as const]));
}

function relatedTo({
  parent,
  children,
  relations,
}: ShownIssue['issue']): readonly (readonly [string, string, string])[] {
  const all = [
    ...(parent ? [{ type: 'part of', ...parent }] : []),
    ...children.map((child) => ({ type: 'sub-issue', ...child })),
    ...relations,
  ];
  return all.map(({ type, id, title = '' }) => [line(type), line(id), line(title)]);
}

export function pruneText({ folder, remove, leftovers, kept, applied }: PruneResult, { style }: Page): string {
  const count = remove.length + leftovers.length;
  if (count === 0) return `Nothing to remove in ${folder}; ${kept} kept\n`;
  const rows = [
    ...remove.map(({ id, age }) => [style.name(id), style.quiet(ageText(age))]),
    ...leftovers.map((file) => [file, style.quiet('left behind by a run that was killed')]),
  ];
  const summary = applied ? `Removed ${count}, kept ${kept}` : `Would remove ${count} and keep ${kept}`;
  return [...alignColumns(rows, '  '), summary, ''].join('\n');
}

/** A title that leaves room for the other columns of its row. */
function titleIn({ columns }: Page, title: string): string {
  return truncateText(line(title), Math.max(20, columns - 45));
}

/** Text from outside as lines that are safe to print; none when it is empty. */
function lines(text: string): readonly string[] {
  return text === '' ? [] : stripControl(text).split('\n');
}

/** Text from outside as one line that is safe to print. */
function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
