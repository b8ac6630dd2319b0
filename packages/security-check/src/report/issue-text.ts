import { alignColumns, displayWidth, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { shortId, type IssueCheck, type IssuePlace, type SecurityIssue } from '@cdev/security-issue';
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
  const { level, places, reasons, mend, fix, url } = issue;
  const shown = places.slice(0, shownPlaces);
  const taken = Math.max(...shown.map((place) => (place.role ?? 'at').length)) + 8;
  const room = Math.max(20, columns - taken - Math.max(...shown.map((place) => displayWidth(issuePlaceText(place)))));
  const rows = shown.map((place) => [
    style.quiet(place.role ?? 'at'),
    style.name(issuePlaceText(place)),
    style.quiet(truncateText(oneLine(place.note ?? ''), room)),
  ]);
  const more = places.length - shownPlaces;
  const width = Math.max(40, columns - 6);
  return [
    ...headLines(issue, { style, columns }),
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

/** What and which in one line where that is wide enough, else which below what. */
function headLines({ level, title, ruleId, fingerprint }: SecurityIssue, { style, columns }: Page): string[] {
  const mark = levelMark(level, style);
  const which = `${ruleId} ${shortId(fingerprint)}`;
  const text = oneLine(title);
  if (level.length + 6 + displayWidth(text) + which.length <= columns)
    return [`${mark}  ${style.title(text)}  ${style.quiet(which)}`];
  const [first = '', ...others] = wrapText(text, Math.max(40, columns - level.length - 4));
  return [
    `${mark}  ${style.title(first)}`,
    ...others.map((line) => `    ${style.title(line)}`),
    `    ${style.quiet(which)}`,
  ];
}

export function issuePlaceText({ path, line, column }: IssuePlace): string {
  const at = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${oneLine(path)}${at}`;
}

/** A name of the machine's, `pull_request_target`, is written as it is. */
function sentences(reasons: readonly string[]): string {
  return reasons
    .map((reason) => `${/^[a-z]+_/.test(reason) ? reason : reason.charAt(0).toUpperCase() + reason.slice(1)}.`)
    .join(' ');
}
