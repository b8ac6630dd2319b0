import { alignColumns, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type {
  CheckOutcome,
  DeedOutcome,
  MendOutcome,
  PackageReport,
  ReleaseReport,
  RollbackReport,
} from './report.ts';

export function reportText(report: ReleaseReport | RollbackReport, page: Page): string {
  return report.kind === 'release' ? releaseText(report, page) : rollbackText(report, page);
}

type Status = CheckOutcome['status'] | DeedOutcome['status'];

function mark(status: Status, { style }: Page): string {
  if (status === 'failed') return style.bad('✗');
  if (status === 'warning') return style.warning('!');
  if (status === 'not-run') return style.quiet('–');
  return status === 'planned' ? '·' : style.good('✓');
}

function releaseText(report: ReleaseReport, page: Page): string {
  const { style } = page;
  const { packages, mends, deeds } = report;
  return [
    ...packages.flatMap((one) => [...packageLines(one, page), '']),
    ...section('Mended', mends.map((outcome) => [outcome.mend, outcome] as const), page),
    ...section('Release', groupedDeeds(deeds).map((outcome) => [outcome.deed, outcome] as const), page),
    ...nextLines(report.next, page),
    `${verdict(report, page)}`,
    ...(report.outcome === 'planned' ? [] : [style.quiet(report.changed ? `Journal: ${report.journal}` : `Nothing was changed. Journal: ${report.journal}`)]),
    '',
  ].join('\n');
}

function packageLines({ name, version, registry, checks }: PackageReport, page: Page): readonly string[] {
  const { style } = page;
  const planned = checks.filter(({ status }) => status === 'planned').map(({ check }) => check);
  const rows = checks.filter(({ status }) => status !== 'planned').map(({ check, status, detail, since }) => ({
    row: [mark(status, page), check, firstLine(detail, page, since ? 24 : 0) + (since === undefined ? '' : style.quiet(`  (since ${since.slice(0, 16).replace('T', ' ')})`))],
    more: status === 'passed' ? [] : moreLines(detail),
  }));
  return [
    `${style.name(name)} ${version}  ${style.quiet(registry)}`,
    ...withMore(rows),
    ...(planned.length > 0 ? [`  ·  would check ${planned.join(', ')}`] : []),
  ];
}

interface Row {
  readonly row: readonly string[];
  readonly more: readonly string[];
}

/** Rows with what belongs below them. */
function withMore(rows: readonly Row[]): readonly string[] {
  const aligned = alignColumns(
    rows.map(({ row }) => row),
    '  ',
  );
  return aligned.flatMap((line, index) => [line, ...(rows[index]?.more ?? []).map((text) => `       ${text}`)]);
}

function section(
  title: string,
  outcomes: readonly (readonly [name: string, outcome: Omit<DeedOutcome, 'deed'> | Omit<MendOutcome, 'mend'>])[],
  page: Page,
): readonly string[] {
  if (outcomes.length === 0) return [];
  const rows = outcomes.map(([name, { subject, status, detail }]) => ({
    row: [mark(status, page), name, subject, firstLine(status === 'already' ? `already: ${detail}` : detail, page, 30)],
    more: status === 'failed' ? moreLines(detail) : [],
  }));
  return [page.style.title(title), ...withMore(rows), ''];
}

/** Deeds that were not done for one reason are one line. */
function groupedDeeds(deeds: readonly DeedOutcome[]): readonly (Omit<DeedOutcome, 'deed'> & { readonly deed: string })[] {
  const groups = Map.groupBy(deeds, ({ subject, status, detail, deed }) =>
    status === 'not-run' ? JSON.stringify([subject, detail]) : JSON.stringify([subject, detail, deed]),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, deed: [first, ...others].map(({ deed }) => deed).join(', ') }] : [],
  );
}

function nextLines(next: readonly string[], { style, columns }: Page): readonly string[] {
  if (next.length === 0) return [];
  const lines = next.flatMap((step) => {
    const [first = '', ...rest] = isCommand(step) ? [step] : wrapText(clean(step), columns - 4);
    return [`  → ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  return [style.title('Next'), ...lines, ''];
}

/** What is to be pasted stays on one line. */
function isCommand(step: string): boolean {
  return /(?:^|: )(?:npm|npx|git|gh|cdev)[- ]/.test(step);
}

function verdict({ outcome, packages }: ReleaseReport, { style }: Page): string {
  const visible = packages.filter(({ state }) => state === 'visible').length;
  const count = `${visible} of ${packages.length} ${packages.length === 1 ? 'package' : 'packages'} visible`;
  const wrong = packages.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed')).length;
  const texts: Readonly<Record<ReleaseReport['outcome'], string>> = {
    complete: style.good(`✓ Complete: ${count}, as packed`),
    failed: style.bad(`✗ Failed: ${wrong === 0 ? 'a deed failed' : `${wrong} ${wrong === 1 ? 'check' : 'checks'} failed`}; ${count}`),
    incomplete: style.bad(`✗ Incomplete: ${count}`),
    'awaiting-approval': style.warning(`… Awaiting approval: ${count}`),
    'not-yet-visible': style.warning(`… Accepted, not yet visible: ${count}`),
    'registry-failing': style.warning(`… The registry could not answer: ${count}`),
    planned: `· Planned; nothing was changed (${count})`,
  };
  return texts[outcome];
}

function rollbackText({ packages, isDryRun, changed }: RollbackReport, page: Page): string {
  const { style } = page;
  const lines = packages.flatMap(({ name, version, previous, steps }) => {
    const rows = steps.map(({ what, status, command, detail, undo }) => ({
      row: [mark(status, page), what, command],
      more: [style.quiet(clean(detail)), ...(undo === undefined ? [] : [style.quiet(`undo: ${undo}`)])],
    }));
    const back = steps.length === 0 ? 'is not in the registry' : previous === undefined ? 'no version to go back to' : `back to ${previous}`;
    return [`${style.name(name)} ${version}  ${back}`, ...withMore(rows), ''];
  });
  const end = isDryRun
    ? '· Planned; nothing was changed'
    : changed
      ? style.good('✓ Rolled back what can be undone; the lines with – are for you to decide')
      : 'Nothing was left to roll back; the lines with – are for you to decide';
  return [...lines, end, ''].join('\n');
}

function firstLine(detail: string, { columns }: Page, taken: number): string {
  return truncateText(clean(detail).split('\n')[0] ?? '', Math.max(30, columns - 22 - taken));
}

function moreLines(detail: string): readonly string[] {
  return clean(detail).split('\n').slice(1, 12);
}

function clean(text: string): string {
  return stripControl(text).trim();
}

