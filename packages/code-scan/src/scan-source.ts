import { findIgnore, fingerprint, levelOf, type SecurityIssue } from '@cdev/security-issue';
import { codeRules } from './rules/all-rules.ts';
import type { JudgeRegex } from './rules/regular-expressions.ts';
import { contextOf, placesOf, type CodeFinding, type CodeRule } from './rules/rule.ts';
import { isTooDeep } from './syntax/nesting.ts';
import { readSource, type SourceFile } from './syntax/source-file.ts';
import { isTestPath, testReason } from './test-path.ts';

export interface SourceText {
  /** From the top folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** It is what a published package shows to whoever installs it. Default: false. */
  readonly isEntry?: boolean;
  /** It belongs to a program that nobody installs to call it. Default: false. */
  readonly isProgram?: boolean;
}

export interface SourceScan {
  readonly issues: readonly SecurityIssue[];
  /** Why the file could not be read. */
  readonly gap?: string;
}

/** Looks at one file of JavaScript or TypeScript. */
export type ScanSource = (source: SourceText) => SourceScan;

/** Makes a scanner of single files with every rule for JavaScript and TypeScript. A file that does not parse is told as one and has no issues. */
export function createSourceScanner(judge: JudgeRegex): ScanSource {
  const rules = codeRules(judge);
  return ({ path, text, isEntry = false, isProgram = false }) => {
    const asked = rulesFor(rules, text);
    if (asked.length === 0) return { issues: [] };
    const tooDeep: SourceScan = { issues: [], gap: `${path} cannot be parsed (it is nested too deep)` };
    if (isTooDeep(text)) return tooDeep;
    let file: SourceFile | undefined;
    try {
      file = readSource(path, text, { isEntry, isProgram });
    } catch (error) {
      return { issues: [], gap: `${path} cannot be parsed (${(error as Error).message})` };
    }
    if (file === undefined) return { issues: [], gap: `${path} cannot be parsed` };
    const source = file;
    try {
      return { issues: asked.flatMap((rule) => issuesOf(rule, source)) };
    } catch (error) {
      // A chain of calls and fields, which the parser takes at any length.
      if (error instanceof RangeError) return tooDeep;
      throw error;
    }
  };
}

/** Those whose words the text has. What several ask for is looked for once. */
function rulesFor(rules: readonly CodeRule[], text: string): readonly CodeRule[] {
  const found = new Map<RegExp, boolean>();
  const has = (sources: RegExp): boolean => {
    const known = found.get(sources) ?? sources.test(text);
    found.set(sources, known);
    return known;
  };
  return rules.filter(({ words, sources }) => words.test(text) && (sources === undefined || has(sources)));
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
  const isTest = isTestPath(file.path);
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
    reasons: [...reasons, ...(isTest ? [testReason] : [])],
    places,
    mend,
    url,
    fingerprint: fingerprint({ ruleId: id, context, path: file.path, occurrence }),
    ...(ignored !== undefined && { ignored }),
  };
}
