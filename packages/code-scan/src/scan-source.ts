import { findIgnore, fingerprint, levelOf, type SecurityIssue } from '@cdev/security-issue';
import { codeRules } from './rules/all-rules.ts';
import type { JudgeRegex } from './rules/regular-expressions.ts';
import { contextOf, placesOf, type CodeFinding, type CodeRule } from './rules/rule.ts';
import { readSource, type SourceFile } from './syntax/source-file.ts';

export interface SourceText {
  /** From the top folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** It is what a published package shows to whoever installs it. Default: false. */
  readonly isEntry?: boolean;
}

export interface SourceScan {
  readonly issues: readonly SecurityIssue[];
  /** Why the file could not be read. */
  readonly gap?: string;
}

/** Looks at one file of JavaScript or TypeScript. */
export type ScanSource = (source: SourceText) => SourceScan;

/** Where code is run for its makers alone: what it has is told more quietly. */
const testPath =
  /(^|\/)(tests?|__tests__|__mocks__|specs?|fixtures?|e2e|examples?|benchmarks?|bench|docs?|playground|demos?|mocks?)(\/|$)|\.(test|spec|e2e|bench|stories)\.[cm]?[jt]sx?$/;

/** Makes a scanner of single files with every rule for JavaScript and TypeScript. A file that does not parse is told as one and has no issues. */
export function createSourceScanner(judge: JudgeRegex): ScanSource {
  const rules = codeRules(judge);
  return ({ path, text, isEntry }) => {
    const asked = rules.filter(({ words, sources }) => words.test(text) && sources?.test(text) !== false);
    if (asked.length === 0) return { issues: [] };
    let file: SourceFile | undefined;
    try {
      file = readSource(path, text, isEntry);
    } catch (error) {
      return { issues: [], gap: `${path} cannot be parsed (${(error as Error).message})` };
    }
    if (file === undefined) return { issues: [], gap: `${path} cannot be parsed` };
    const source = file;
    return { issues: asked.flatMap((rule) => issuesOf(rule, source)) };
  };
}

function issuesOf(rule: CodeRule, file: SourceFile): SecurityIssue[] {
  const seen = new Map<string, number>();
  return rule.check(file).map((finding) => {
    // Other data that comes to the same place is another issue.
    const context = `${finding.flow?.kind ?? ''} ${contextOf(file, finding.node)}`;
    const occurrence = seen.get(context) ?? 0;
    seen.set(context, occurrence + 1);
    return toIssue(rule, file, { finding, context, occurrence });
  });
}

interface Told {
  readonly finding: CodeFinding;
  readonly context: string;
  readonly occurrence: number;
}

function toIssue({ id, url }: CodeRule, file: SourceFile, { finding, context, occurrence }: Told): SecurityIssue {
  const { title, severity, reasons, mend } = finding;
  const isTest = testPath.test(file.path);
  const confidence = isTest ? 'low' : finding.confidence;
  const places = placesOf(file, finding);
  const ignored = findIgnore(file.lines, places[0].line ?? 0, id);
  return {
    check: 'code',
    ruleId: id,
    title,
    level: levelOf(severity, confidence),
    severity,
    confidence,
    reasons: [...reasons, ...(isTest ? ['it stands in tests, examples or documentation'] : [])],
    places,
    mend,
    url,
    fingerprint: fingerprint({ ruleId: id, context, path: file.path, occurrence }),
    ...(ignored !== undefined && { ignored }),
  };
}
