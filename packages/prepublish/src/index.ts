/** Finds what is wrong with a package before it is published; `cli.ts` is the same as a command line. */
export { prepublish } from './prepublish.ts';
export type { PrepublishOptions, PrepublishResult } from './prepublish.ts';
export { listRules } from './list-rules.ts';
export type { ListedRule, RuleList } from './list-rules.ts';
export type { PackageReport } from './run/package-report.ts';
export type { Threshold } from './package-settings.ts';
export type { Finding, Need, Problem, Rule, Severity } from './rule/rule.ts';
export { runRules } from './rule/run-rules.ts';
export type { RuleRun } from './rule/run-rules.ts';
export { ruleGroups } from './rules/all-rules.ts';
export { openSubject } from './run/open-subject.ts';
export type { World } from './run/open-subject.ts';
export { errors as prepublishErrors } from './errors.ts';
export { health } from './health.ts';
