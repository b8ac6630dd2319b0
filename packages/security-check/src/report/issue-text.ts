import { alignColumns, wrapText, type Page } from '@cdev/core/cli';
import type { IssueCheck, IssuePlace, SecurityIssue } from '@cdev/security-issue';
import { counted } from '../surface/surface-check.ts';
import { levelMark } from './level-mark.ts';
import { oneLine } from './one-line.ts';

/** How many places of one issue are shown. */
const shownPlaces = 6;

export const checkName: Readonly<Record<'secrets' | IssueCheck, string>> = {
  secrets: 'secrets',
  vulnerabilities: 'vulnerabilities',
  workflows: 'workflows',
  code: 'code',
  hygiene: 'hygiene',
};

/** An issue as a block of lines: what, where, why, what to do. */
export function issueLines(issue: SecurityIssue, { style, columns }: Page): string[] {
  const { level, title, ruleId, fingerprint, places, reasons, mend, fix, url } = issue;
  const rows = places
    .slice(0, shownPlaces)
    .map((place) => [
      style.quiet(place.role ?? 'at'),
      style.name(placeText(place)),
      style.quiet(oneLine(place.note ?? '')),
    ]);
  const more = places.length - shownPlaces;
  const width = Math.max(40, columns - 6);
  return [
    `${levelMark(level, style)}  ${style.title(oneLine(title))}  ${style.quiet(`${ruleId} ${fingerprint.slice(0, 12)}`)}`,
    ...alignColumns(rows, '    ').map((row) => row.trimEnd()),
    ...(more > 0 ? [style.quiet(`    and at ${counted(more, 'more place')}`)] : []),
    ...wrapText(oneLine(sentences(reasons)), width).map((text) => `    ${text}`),
    ...wrapText(`${oneLine(mend.text)}${fix === undefined ? '' : ' (--fix does it)'}`, width).map(
      (text, at) => `    ${at === 0 ? '→' : ' '} ${text}`,
    ),
    ...(mend.commands ?? []).map((command) => `      ${style.name(oneLine(command))}`),
    ...(url === undefined || level === 'note' ? [] : [style.quiet(`      ${oneLine(url)}`)]),
  ];
}

function placeText({ path, line, column }: IssuePlace): string {
  const at = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${oneLine(path)}${at}`;
}

function sentences(reasons: readonly string[]): string {
  return reasons.map((reason) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`).join(' ');
}
