import { isCdevError } from '@cdev/core/errors';
import type { Subject } from '../subject/subject.ts';
import { CannotLook, compareFindings, type Finding, type Fix, type Need, type Problem, type Rule } from './rule.ts';

export interface RuleRun {
  readonly findings: readonly Finding[];
  /** Ids of rules that looked and found nothing. */
  readonly passed: readonly string[];
  readonly notRun: readonly { readonly rule: string; readonly reason: string }[];
  /** Mends of findings, in their order. */
  readonly fixes: readonly Fix[];
}

/** Runs the rules beside one another over one subject. A rule whose needs are not met, or that could not look, is not run: never passed. */
export async function runRules(rules: readonly Rule[], subject: Subject): Promise<RuleRun> {
  // When the run is broken off each rule still removes what it made.
  const settled = await Promise.allSettled(rules.map((rule) => runRule(rule, subject)));
  const outcomes = settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  const found = outcomes.flatMap(({ rule, problems = [] }) =>
    problems.map((problem) => ({ finding: findingOf(rule, problem), fix: problem.fix })),
  );
  const unique = [...new Map(found.map((each) => [keyOf(each.finding), each])).values()];
  const merged = mergeTwins(unique.map(({ finding }) => finding));
  return {
    findings: merged.toSorted(compareFindings),
    passed: outcomes.filter(({ problems }) => problems?.length === 0).map(({ rule }) => rule.id),
    notRun: outcomes.flatMap(({ rule, reason }) => (reason === undefined ? [] : [{ rule: rule.id, reason }])),
    fixes: unique.flatMap(({ fix }) => (fix ? [fix] : [])),
  };
}

interface RuleOutcome {
  readonly rule: Rule;
  readonly problems?: readonly Problem[];
  readonly reason?: string;
}

async function runRule(rule: Rule, subject: Subject): Promise<RuleOutcome> {
  for (const need of rule.needs ?? []) {
    const reason = missing(need, subject);
    if (reason !== undefined) return { rule, reason };
  }
  try {
    const verdict = await rule.check(subject);
    return 'notRun' in verdict ? { rule, reason: verdict.notRun } : { rule, problems: verdict };
  } catch (error) {
    if (subject.signal.aborted) throw error;
    // A defect of one rule must not take the verdicts of all others away.
    return { rule, reason: reasonOf(error) };
  }
}

/** What the machine refuses is no defect of the rule. */
const machine = /^(?:ENOSPC|EROFS|EACCES|EPERM|EDQUOT|EMFILE|ENFILE|ENOMEM)$/;

function reasonOf(error: unknown): string {
  if (error instanceof CannotLook) return error.message;
  if (isCdevError(error)) return shortly(error.message);
  const { code, message } = Object(error) as Partial<NodeJS.ErrnoException>;
  return code !== undefined && machine.test(code)
    ? `this machine cannot do what it needs: ${message}`
    : `the rule itself failed, please report it: ${String(error)}`;
}

/** A package manager's whole output is in the log; its code says enough. */
function shortly(message: string): string {
  const [first = '', ...output] = message.split('\n');
  const [, code] = /\b(E[A-Z][A-Z0-9]+|ERR_PNPM_\w+)\b/.exec(output.join('\n')) ?? [];
  return code === undefined ? message : `${first} (${code})`;
}

function missing(need: Need, { source, git, registry, installation }: Subject): string | undefined {
  if (need === 'source' && !source) return 'only the tarball is known, not the folder it was packed from';
  if (need === 'git' && 'notRun' in git) return git.notRun;
  if (need === 'registry' && 'notRun' in registry) return registry.notRun;
  if (need === 'installation' && 'notRun' in installation) return installation.notRun;
  return undefined;
}

function findingOf(rule: Rule, { verdict, severity, breaks, fix, ...problem }: Problem): Finding {
  return {
    rule: verdict === undefined ? rule.id : `${rule.id}/${verdict}`,
    severity: severity ?? rule.severity,
    ...problem,
    breaks: breaks ?? rule.breaks,
    ...(fix && { fix: fix.title }),
  };
}

function keyOf({ rule, place, reason }: Finding): string {
  return [rule, place, reason].join('\0');
}

/**
 * A verdict of a wrapped library that a rule of ours gives at the same place is told once, in our words, with the severer of
 * the two severities.
 */
function mergeTwins(findings: readonly Finding[]): readonly Finding[] {
  const twinOf = new Map<string, Finding>();
  for (const finding of findings) if (!isWrapped(finding)) twinOf.set(finding.place, finding);
  const raised = new Map<Finding, Finding['severity']>();
  const kept = findings.filter((finding) => {
    const twin = isWrapped(finding) ? twinOf.get(finding.place) : undefined;
    const isSame = twin !== undefined && twins.get(finding.rule)?.has(twin.rule) === true;
    if (isSame && compareFindings(finding, twin) < 0 && finding.severity !== twin.severity)
      raised.set(twin, finding.severity);
    return !isSame;
  });
  return kept.map((finding) => ({ ...finding, severity: raised.get(finding) ?? finding.severity }));
}

function isWrapped({ rule }: Finding): boolean {
  return rule.startsWith('publint/') || rule.startsWith('types/');
}

/** Verdict of a library -> rules of ours that say the same. */
const twins: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['publint/local-dependency', new Set(['local-range', 'uninstallable-range'])],
  ['publint/invalid-repository-value', new Set(['repository-remote'])],
  ['publint/field-invalid-value-type', new Set(['field-types'])],
]);
