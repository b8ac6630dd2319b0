import { wrapText, type Page } from '@cdev/core/cli';
import { deedLines, mendLines } from './human/deed-lines.ts';
import { packagesLines } from './human/package-lines.ts';
import { clean, mark, rowLines } from './human/row.ts';
import type { PackageRollback, ReleaseReport, RollbackReport } from './report.ts';

export function reportText(report: ReleaseReport | RollbackReport, page: Page): string {
  return report.kind === 'release' ? releaseText(report, page) : rollbackText(report, page);
}

function releaseText(report: ReleaseReport, page: Page): string {
  const { style } = page;
  const changed = report.changed ? '' : 'Nothing was changed. ';
  return [
    ...packagesLines(report.packages, page),
    ...mendLines(report.mends, page),
    ...deedLines(report.deeds, page),
    ...nextLines(report.next, page),
    verdict(report, page),
    ...(report.outcome === 'planned' || report.journal === undefined
      ? []
      : [style.quiet(`${changed}Journal: ${report.journal}`)]),
    '',
  ].join('\n');
}

function nextLines(next: readonly string[], { style, columns }: Page): readonly string[] {
  if (next.length === 0) return [];
  const lines = next.flatMap((step) => {
    const [first = '', ...rest] = isCommand(step) ? [clean(step)] : wrapText(clean(step), columns - 4);
    return [`  → ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  return [style.title('Next'), ...lines, ''];
}

/** What is to be pasted stays on one line. */
function isCommand(step: string): boolean {
  return /(?:^|: )(?:npm|npx|git|gh|cdev)[- ]/.test(step);
}

function verdict({ outcome, packages, manifest }: ReleaseReport, { style }: Page): string {
  const visible = packages.filter(({ state }) => state === 'visible').length;
  const count = `${visible} of ${packages.length} ${packages.length === 1 ? 'package' : 'packages'} visible`;
  const wrong = packages.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed')).length;
  const failed = wrong === 0 ? 'not all could be done' : `${wrong} ${wrong === 1 ? 'check' : 'checks'} failed`;
  const texts: Readonly<Record<ReleaseReport['outcome'], string>> = {
    complete: style.good(manifest === undefined ? `✓ Good: ${count}` : `✓ Complete: ${count}, as packed`),
    failed: style.bad(`✗ Failed: ${failed}; ${count}`),
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
  const lines = packages.flatMap((one) => {
    const rows = one.steps.map(({ what, status, command, detail, undo }) => ({
      cells: [mark(status, page), what, clean(command)],
      more: [style.quiet(clean(detail)), ...(undo === undefined ? [] : [style.quiet(`undo: ${undo}`)])],
    }));
    return [`${style.name(one.name)} ${one.version}  ${whereTo(one)}`, ...rowLines(rows), ''];
  });
  const end = isDryRun
    ? '· Planned; nothing was changed'
    : changed
      ? style.good('✓ Rolled back what can be undone; the lines with – are for you to decide')
      : 'Nothing was left to roll back; the lines with – are for you to decide';
  return [...lines, end, ''].join('\n');
}

function whereTo({ steps, previous }: PackageRollback): string {
  if (steps.length === 0) return 'is not in the registry';
  return previous === undefined ? 'no version to go back to' : `back to ${previous}`;
}
