import { relative } from 'node:path';
import { alignColumns, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { rotationFor } from '@cdev/secret-rules';
import type { Level, Secret } from '@cdev/secret-scan';
import type { SecurityIssue } from '@cdev/security-issue';
import { shownId } from '../baseline/shown-id.ts';
import type { CheckReport } from '../check/check-report.ts';
import { incomplete } from '../check/verdict.ts';
import type { SecurityReport } from '../security-check.ts';
import { counted, grouped } from '../surface/surface-check.ts';
import { alikeLines, groupAlike, kindOfIssue, kindOfSecret } from './alike.ts';
import { checkName, issueLines } from './issue-text.ts';
import { oneLine } from './one-line.ts';
import { rotationLines } from './rotation-text.ts';
import { secretLines, surfaceName } from './secret-text.ts';

export interface SecurityPage extends Page {
  /** Show notes too. */
  readonly all: boolean;
}

/** Told in this order, so that what to do first stands first. */
const levels: readonly Level[] = ['error', 'warning', 'note'];

export function securityText(report: SecurityReport, page: SecurityPage): string {
  const blocks = levels
    .filter((level) => page.all || level !== 'note')
    .flatMap((level) => [
      ...groupAlike(
        report.secrets.filter((secret) => secret.level === level),
        kindOfSecret,
      ).flatMap(({ first, others }) => [...secretLines(first, page), ...alikeLines(others, page), '']),
      ...groupAlike(
        report.issues.filter((issue) => issue.level === level),
        kindOfIssue,
      ).flatMap(({ first, others }) => [...issueLines(first, page), ...alikeLines(others, page), '']),
    ]);
  const isShown = ({ level }: Secret): boolean => level !== 'note';
  const shown = new Set(
    report.secrets.filter(isShown).map(({ ruleId, provider }) => rotationFor(provider, ruleId)?.provider),
  );
  const rotations = report.rotations.filter(({ provider }) => shown.has(provider));
  return [
    ...blocks,
    ...rotations.flatMap((rotation) => [...rotationLines(rotation, page), '']),
    ...sumLines(report, page),
    ...alignColumns(checkRows(report, page)).map((row) => row.trimEnd()),
    ...nextLines(report, page),
    '',
  ].join('\n');
}

function sumLines(report: SecurityReport, { style, all, columns }: SecurityPage): string[] {
  const { counts, known, knownIssues, baseline, secrets, issues, checks, root } = report;
  const { error, warning, note } = counts;
  const sum = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')].join(', ');
  const left = incomplete(checks);
  const mark = error > 0 ? style.bad('✗') : warning + left.length > 0 ? style.warning('!') : style.good('✓');
  const hidden = note > 0 && !all ? style.quiet('  (--all shows notes)') : '';
  const file = relative(root, baseline.file);
  const allKnown = [...known, ...knownIssues];
  const byBaseline = allKnown.filter(({ by }) => by === 'baseline').length;
  const byComment = allKnown.length - byBaseline;
  const hasRun = checks.some(({ status }) => status !== 'not-run');
  return [
    secrets.length + issues.length === 0
      ? hasRun
        ? `${mark} Nothing found by what was looked at`
        : `${style.warning('!')} Nothing was looked at`
      : `${mark} ${sum}${hidden}`,
    ...left.flatMap((check) => leftLines(check, columns)).map((line) => style.warning(line)),
    ...(byBaseline > 0 ? [`  ${counted(byBaseline, 'finding')} known by ${oneLine(file)}`] : []),
    ...(byComment > 0 ? [`  ${counted(byComment, 'finding')} known by a comment with a reason`] : []),
    ...(baseline.unused.length > 0
      ? [
          `  ${counted(baseline.unused.length, 'entry', 'entries')} of ${oneLine(file)} that nothing was found for: cdev-security-check baseline --prune`,
        ]
      : []),
  ];
}

/** How much of one kind was not looked at: what stands further down may not be read where nothing seems to be wrong. */
function leftLines({ check, status, gaps, isPending }: CheckReport, columns: number): string[] {
  const [first = '', ...more] = gaps;
  const others = more.length === 0 ? '' : `, and ${grouped(more.length)} more`;
  const what = isPending ? 'No answer' : status === 'partly' ? 'Not all was looked at' : 'Nothing was looked at';
  const text = `${what} (${checkName[check]}): ${oneLine(first)}${others}`;
  return wrapText(text, Math.max(40, columns - 4)).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`);
}

function checkRows(
  { surfaces, checks, ignoredFiles, rules }: SecurityReport,
  { style, columns, all }: SecurityPage,
): string[][] {
  const width = Math.max(30, columns - 34);
  const most = all ? Number.POSITIVE_INFINITY : 3;
  const status = (value: 'checked' | 'partly' | 'not-run'): string =>
    value === 'not-run'
      ? style.quiet('not run')
      : value === 'partly'
        ? style.warning('partly')
        : style.quiet('checked');
  const rowsOf = ({ name, status: value, detail, gaps }: Told): string[][] => [
    ...wrapText(oneLine(detail), width).map((text, at) => (at === 0 ? [status(value), name, text] : ['', '', text])),
    ...gaps.slice(0, most).flatMap((gap) => wrapText(oneLine(gap), width).map((text) => ['', '', style.warning(text)])),
    ...(gaps.length > most ? [['', '', style.warning(`and ${gaps.length - most} more  (--all shows them)`)]] : []),
  ];
  const hasSecrets = checks.some(({ check, status }) => check === 'secrets' && status !== 'not-run');
  const secrets: readonly Told[] = hasSecrets
    ? surfaces.map((surface) => ({ ...surface, name: `secrets in ${surfaceName[surface.surface]}` }))
    : checks.filter(({ check }) => check === 'secrets').map((each) => ({ ...each, name: checkName.secrets }));
  const others: readonly Told[] = checks
    .filter(({ check }) => check !== 'secrets')
    .map((each) => ({ ...each, name: checkName[each.check] }));
  const rest = sameReason([...secrets, ...others]);
  const rowsBut = (told: readonly Told[]): string[][] => told.filter((each) => !rest.includes(each)).flatMap(rowsOf);
  const ignored =
    ignoredFiles.length === 0
      ? []
      : [[style.quiet('not read'), 'ignored files', truncateText(ignoredFiles.map(oneLine).join(', '), width)]];
  const used =
    rules === undefined
      ? []
      : [
          [style.quiet('used'), 'your rules', `${oneLine(rules.file)}: ${counted(rules.count, 'rule')}`],
          ...rules.notes.slice(0, 3).map((note) => ['', '', style.warning(truncateText(oneLine(note), width))]),
        ];
  const names = rest.map(({ name }) => name).join(', ');
  const left = rest
    .slice(0, 1)
    .flatMap((one) => rowsOf({ ...one, name: 'the rest', detail: `${one.detail}: ${names}` }));
  return [['', '', ''], ...rowsBut(secrets), ...used, ...ignored, ...rowsBut(others), ...left];
}

interface Told extends Omit<SecurityReport['checks'][number], 'check'> {
  readonly name: string;
}

/** A line for each would be more than the hook that asks for one thing has to say. */
const mostAlike = 2;

/** Those that did not run for the one reason that most of them have, where that is worth telling once. */
function sameReason(told: readonly Told[]): readonly Told[] {
  const idle = told.filter(({ status, gaps }) => status === 'not-run' && gaps.length === 0);
  const [most = []] = [...Map.groupBy(idle, ({ detail }) => detail).values()].toSorted((a, b) => b.length - a.length);
  return most.length > mostAlike ? most : [];
}

function nextLines({ secrets, issues, checks }: SecurityReport, { style, columns, all }: SecurityPage): string[] {
  const next = (text: string): string[] =>
    wrapText(text, Math.max(40, columns - 2)).map((line, at) => `${at === 0 ? style.quiet('→') : ' '} ${line}`);
  const isShown = ({ level }: { readonly level: Level }): boolean => all || level !== 'note';
  const secret = secrets.find((each: Secret) => isShown(each));
  const issue = issues.find((each: SecurityIssue) => isShown(each));
  const known = secret ?? issue;
  const lines = [
    ...(secret === undefined
      ? []
      : next('A secret that was seen by others is no longer one: make it worthless first, then take it out')),
    ...(known === undefined
      ? []
      : next(`It is known and harmless? cdev-security-check baseline ${shownId(known)} --reason "…"`)),
    ...incomplete(checks).flatMap(({ step }) => (step === undefined ? [] : next(`Look up the rest: ${step}`))),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}
