import { relative } from 'node:path';
import { alignColumns, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { Secret, SecretPlace, Surface } from '@cdev/secret-scan';
import type { SecurityReport } from '../security-check.ts';
import { counted } from '../surface/surface-check.ts';

export interface SecurityPage extends Page {
  /** Show notes too. */
  readonly all: boolean;
}

/** How many places of one secret are shown. */
const shownPlaces = 4;
const surfaceName: Readonly<Record<Surface, string>> = {
  tarball: 'package',
  index: 'index',
  worktree: 'work tree',
  history: 'history',
};

export function securityText(report: SecurityReport, page: SecurityPage): string {
  const { style } = page;
  const shown = report.secrets.filter(({ level }) => page.all || level !== 'note');
  const blocks = shown.flatMap((secret) => [...secretLines(secret, page), '']);
  return [
    ...blocks,
    ...sumLines(report, page),
    ...alignColumns(checkRows(report, page)).map((row) => row.trimEnd()),
    ...nextLines(shown, style),
    '',
  ].join('\n');
}

function secretLines(secret: Secret, { style, columns }: SecurityPage): string[] {
  const { level, title, redacted, secretId, places, reasons, rotate } = secret;
  const paint = { error: style.bad, warning: style.warning, note: style.quiet }[level];
  const mark = { error: '✗', warning: '!', note: '·' }[level];
  const rows = places
    .slice(0, shownPlaces)
    .map((place) => [
      style.quiet(surfaceName[place.surface]),
      style.name(placeText(place)),
      style.quiet(originText(place)),
    ]);
  const more = places.length - shownPlaces;
  return [
    `${paint(`${mark} ${level}`)}  ${style.title(title)}  ${style.quiet(secretId.slice(0, 12))}`,
    ...alignColumns([[style.quiet('value'), line(redacted), ''], ...rows], '    ').map((row) => row.trimEnd()),
    ...(more > 0 ? [style.quiet(`    and at ${counted(more, 'more place')}`)] : []),
    ...wrapText(`${reasons.join('; ')}.`, Math.max(40, columns - 4)).map(
      (text) => `    ${text.charAt(0).toUpperCase() === text.charAt(0) ? text : text}`,
    ),
    ...(rotate === undefined || level === 'note' ? [] : [`    → Make it worthless: ${rotate}`]),
  ];
}

function placeText({ surface, path, line: number, column, package: name }: SecretPlace): string {
  const place = `${line(path)}:${number}${surface === 'history' ? '' : `:${column}`}`;
  return name === undefined ? place : `${line(name)} ${place}`;
}

function originText({ commit, date }: SecretPlace): string {
  return commit === undefined ? '' : `${commit.slice(0, 9)}  ${date?.slice(0, 10) ?? ''}`;
}

function sumLines({ counts, known, baseline, secrets, root }: SecurityReport, { style, all }: SecurityPage): string[] {
  const { error, warning, note } = counts;
  const sum = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')].join(', ');
  const mark = error > 0 ? style.bad('✗') : warning > 0 ? style.warning('!') : style.good('✓');
  const hidden = note > 0 && !all ? style.quiet('  (--all shows notes, which are probably examples)') : '';
  const file = relative(root, baseline.file);
  const byBaseline = known.filter(({ by }) => by === 'baseline').length;
  const byComment = known.length - byBaseline;
  return [
    secrets.length === 0 ? `${mark} No secret found` : `${mark} ${sum}${hidden}`,
    ...(byBaseline > 0 ? [`  ${counted(byBaseline, 'secret')} known by ${line(file)}`] : []),
    ...(byComment > 0 ? [`  ${counted(byComment, 'secret')} known by a comment with a reason`] : []),
    ...(baseline.unused.length > 0
      ? [
          `  ${counted(baseline.unused.length, 'entry', 'entries')} of ${line(file)} that nothing was found for: cdev-security-check baseline --prune`,
        ]
      : []),
  ];
}

function checkRows({ surfaces, notRun, ignoredFiles }: SecurityReport, { style, columns }: SecurityPage): string[][] {
  const width = Math.max(30, columns - 24);
  const rows = surfaces.flatMap(({ surface, status, detail, gaps }) => [
    [
      status === 'not-run'
        ? style.quiet('not run')
        : status === 'partly'
          ? style.warning('partly')
          : style.quiet('checked'),
      surfaceName[surface],
      truncateText(line(detail), width),
    ],
    ...gaps.slice(0, 3).map((gap) => ['', '', style.warning(truncateText(line(gap), width))]),
    ...(gaps.length > 3 ? [['', '', style.warning(`and ${gaps.length - 3} more that could not be read`)]] : []),
  ]);
  const ignored =
    ignoredFiles.length === 0
      ? []
      : [[style.quiet('not read'), 'ignored files', truncateText(ignoredFiles.map(line).join(', '), width)]];
  const others = notRun.map(({ check, reason }) => [style.quiet('not run'), check, reason]);
  return [['', '', ''], ...rows, ...ignored, ...others];
}

function nextLines(shown: readonly Secret[], style: Page['style']): string[] {
  if (shown.length === 0) return [];
  const first = shown[0] as Secret;
  return [
    '',
    `${style.quiet('→')} A secret that was seen by others is no longer one: make it worthless first, then take it out`,
    `${style.quiet('→')} It is known and harmless? cdev-security-check baseline ${first.secretId.slice(0, 12)} --reason "…"`,
  ];
}

/** Text from outside as one line that is safe to print. */
function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
