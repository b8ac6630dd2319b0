import { findIgnore, fingerprint, levelOf, type SecurityIssue } from '@cdev/security-issue';
import { allRules } from './rules/all-rules.ts';
import type { Rule, RuleFinding } from './rules/rule.ts';
import { parseWorkflowFile, type WorkflowFile } from './source/workflow-file.ts';
import { scriptsOf, type WorkflowScript } from './source/workflow-scripts.ts';

export interface WorkflowText {
  /** From the top folder, with `/`. */
  readonly path: string;
  readonly kind: 'workflow' | 'action';
  readonly text: string;
}

export interface WorkflowScan {
  readonly issues: readonly SecurityIssue[];
  /** Files that could not be read as what they are, one sentence each. */
  readonly gaps: readonly string[];
  readonly files: number;
  /** What bash and sh read in them. */
  readonly scripts: readonly WorkflowScript[];
}

/** Looks at workflows and actions by all rules; the same finding in several files (an action that is used unpinned) is one with all its places. */
export function scanWorkflowTexts(texts: readonly WorkflowText[]): WorkflowScan {
  const gaps: string[] = [];
  return scanWorkflowFiles(parseWorkflows(texts, gaps), gaps);
}

/** The files among the texts; why one is none goes to the gaps. */
export function parseWorkflows(texts: readonly WorkflowText[], gaps: string[]): WorkflowFile[] {
  return texts.flatMap(({ path, kind, text }) => {
    const { file, problem } = parseWorkflowFile(text, { path, kind });
    if (file) return [file];
    gaps.push(`${path} cannot be read: ${problem}`);
    return [];
  });
}

/** With `others`, which are not looked at themselves, and tell what becomes of what is handed to them. */
export function scanWorkflowFiles(
  files: readonly WorkflowFile[],
  gaps: readonly string[],
  others: readonly WorkflowFile[] = [],
): WorkflowScan {
  const all = [...files, ...others];
  return {
    issues: allRules.flatMap((rule) => issuesOf(rule, files, all)),
    gaps,
    files: files.length,
    scripts: files.flatMap(scriptsOf),
  };
}

interface Found {
  readonly finding: RuleFinding;
  readonly file: WorkflowFile;
}

function issuesOf(rule: Rule, files: readonly WorkflowFile[], all: readonly WorkflowFile[]): SecurityIssue[] {
  const found = files.flatMap((file) => rule.check(file, all).map((finding): Found => ({ finding, file })));
  const groups = Map.groupBy(found, ({ finding, file }) =>
    JSON.stringify(finding.isOneEverywhere ? [finding.context] : [finding.context, file.path]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group as [Found];
    if (first.finding.isOneEverywhere !== true)
      return group.map((each, occurrence) => toIssue(rule, each, { places: each.finding.places, occurrence }));
    // A comment lets its own place stand, and none of the others.
    return Object.values(Object.groupBy(group, (each) => (reasonOf(rule, each) ? 'left' : 'open'))).map((some) => {
      const places = some.flatMap(({ finding }) => finding.places) as unknown as SecurityIssue['places'];
      return toIssue(rule, some[0] ?? first, { places, occurrence: 0 });
    });
  });
}

function reasonOf({ id }: Rule, { finding, file }: Found): string | undefined {
  return findIgnore(file.lines, finding.places[0].line ?? 0, id);
}

function toIssue(
  rule: Rule,
  { finding, file }: Found,
  { places, occurrence }: { readonly places: SecurityIssue['places']; readonly occurrence: number },
): SecurityIssue {
  const { title, severity, confidence, reasons, mend, fix, context, isOneEverywhere } = finding;
  const { id, url } = rule;
  const ignored = reasonOf(rule, { finding, file });
  return {
    check: 'workflows',
    ruleId: id,
    title,
    level: levelOf(severity, confidence),
    severity,
    confidence,
    reasons,
    places,
    mend,
    ...(fix !== undefined && { fix }),
    ...(url !== undefined && { url }),
    fingerprint: fingerprint({
      ruleId: id,
      context,
      ...(isOneEverywhere !== true && { path: file.path }),
      occurrence,
    }),
    ...(ignored !== undefined && { ignored }),
  };
}
