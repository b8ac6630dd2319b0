import { alignColumns, type Page } from '@cdev/core/cli';
import { counted } from '../surface/surface-check.ts';
import type { AdvisoriesReport } from '../vulnerability/update-advisories.ts';

const outdated = 7;

export function advisoriesText({ indexes, exploited }: AdvisoriesReport, { style }: Page): string {
  const rows = indexes.map(({ ecosystem, advisories, packages, asOf, ageInDays, isUpdated }) => [
    isUpdated ? style.good('updated') : style.quiet('there'),
    style.name(ecosystem),
    `${counted(advisories, 'advisory', 'advisories')} for ${counted(packages, 'package')}`,
    `of ${asOf.slice(0, 10)}`,
    ageInDays > outdated
      ? style.warning(`${ageInDays} days old`)
      : style.quiet(ageInDays === 1 ? '1 day old' : `${ageInDays} days old`),
  ]);
  const lines = [
    ...(rows.length === 0
      ? ['No advisories are on this machine: cdev-security-check advisories update']
      : alignColumns(rows, '')),
    ...(exploited === undefined ? [] : [`${exploited} vulnerabilities are known to be used in attacks`]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
