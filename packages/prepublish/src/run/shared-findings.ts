import type { Finding } from '../rule/rule.ts';
import type { PackageReport } from './package-report.ts';

/** Findings that every package of a run has in the same words (a dirty tree, no login) are told once. */
export function sharedFindings(reports: readonly PackageReport[]): readonly Finding[] {
  const [first, ...others] = reports;
  if (!first || others.length === 0) return [];
  return first.findings.filter((finding) =>
    others.every(({ findings }) => findings.some((each) => isSame(each, finding))),
  );
}

export function isSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.place === b.place && a.reason === b.reason && a.severity === b.severity;
}
