import type { Page } from '@cdev/core/cli';
import type { CheckOutcome, PackageReport } from '../report.ts';
import { firstLine, mark, moreLines, rowLines, type Row } from './row.ts';

/** With more packages than this only what does not hold is told of each. */
const shownWhole = 3;

export function packagesLines(packages: readonly PackageReport[], page: Page): readonly string[] {
  if (packages.length <= shownWhole) return packages.flatMap((one) => [...wholeLines(one, page), '']);
  return [...packages.flatMap((one) => shortLines(one, page)), '', ...notRunLines(packages, page)];
}

function wholeLines({ name, version, registry, checks }: PackageReport, page: Page): readonly string[] {
  const { style } = page;
  const planned = checks.filter(({ status }) => status === 'planned').map(({ check }) => check);
  const rows = checks.filter(({ status }) => status !== 'planned').map((outcome) => checkRow(outcome, page));
  return [
    `${style.name(name)} ${version}  ${style.quiet(registry)}`,
    ...rowLines(rows),
    ...(planned.length > 0 ? [`  ·  would check ${planned.join(', ')}`] : []),
  ];
}

function shortLines({ name, version, state, checks }: PackageReport, page: Page): readonly string[] {
  const { style } = page;
  const told = checks.filter(({ status, isOpen }) => status === 'failed' || status === 'warning' || isOpen);
  const worst = told.find(({ status }) => status === 'failed') ?? told[0];
  const held = checks.filter(({ status }) => status === 'passed').length;
  const shown = state === 'visible' ? `${held} ${held === 1 ? 'check holds' : 'checks hold'}` : state;
  const status = worst?.status ?? (state === 'visible' ? 'passed' : 'not-run');
  return [
    `${mark(status, page)} ${style.name(name)} ${version}  ${style.quiet(shown)}`,
    ...rowLines(told.map((outcome) => checkRow(outcome, page))),
  ];
}

function checkRow({ check, status, detail, since }: CheckOutcome, page: Page): Row {
  const { style } = page;
  const earlier = since === undefined ? '' : style.quiet(`  (since ${since.slice(0, 16).replace('T', ' ')})`);
  const taken = since === undefined ? 20 : 46;
  return {
    cells: [mark(status, page), check, firstLine(detail, page, taken) + earlier],
    more: status === 'passed' ? [] : moreLines(detail, page, taken),
  };
}

/** What was looked at nowhere, or not everywhere: one line for each reason. */
function notRunLines(packages: readonly PackageReport[], page: Page): readonly string[] {
  const found = packages.flatMap(({ checks }) =>
    checks.filter(({ status, isOpen }) => status === 'not-run' && !isOpen),
  );
  if (found.length === 0) return [];
  const groups = Map.groupBy(found, ({ check, detail }) => `${check}\0${detail}`);
  const rows = [...groups.values()].map((group): Row => {
    const [first] = group;
    const count = group.length === packages.length ? 'all' : String(group.length);
    return {
      cells: [mark('not-run', page), first?.check ?? '', count, firstLine(first?.detail ?? '', page, 30)],
      more: [],
    };
  });
  return [page.style.title('Not run'), ...rowLines(rows), ''];
}
