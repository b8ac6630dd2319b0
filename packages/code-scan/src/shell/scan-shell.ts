import { findIgnore, fingerprint, levelOf, type SecurityIssue } from '@cdev/security-issue';
import { isTestPath, testReason } from '../test-path.ts';
import { logicalLines } from './logical-lines.ts';
import type { ShellText } from './shell-text.ts';
import { shellRules, type ScriptFacts, type ShellRule } from './shell-rules.ts';

/** Looks at one shell script, line by line with continued lines together; comments and here-documents for others are left out. */
export function scanShell(script: ShellText): { readonly issues: readonly SecurityIssue[] } {
  const { path, text, placeOf, check = 'code' } = script;
  const lines = text.split(/\r?\n/);
  // What has no first line of its own is read by others, who say whether it stops.
  const isRead = !(lines[0] ?? '').startsWith('#!') && script.placeOf === undefined && script.interpreter === undefined;
  const facts = { ...factsOf(lines, script.stopsOnError ?? false), isRead };
  const functions = linesOfFunctions(lines);
  const isTest = isTestPath(path);
  const seen = new Map<string, number>();
  // What is printed is not done.
  const commands = logicalLines(lines).filter(({ line }) => !isPrinted(line));
  const issues = commands.flatMap(({ line, at }, index) =>
    firstOf(line, { ...facts, isInFunction: functions.has(at), before: commands[index - 1]?.line })
      .filter(({ rule }) => script.isOfImage !== true || !isGoneWithImage(rule))
      .filter(({ rule }) => script.isRecipe !== true || !isRemoval(rule))
      .map(({ rule, shown }): SecurityIssue => {
        const key = `${rule.id} ${line}`;
        const occurrence = seen.get(key) ?? 0;
        seen.set(key, occurrence + 1);
        const { line: shownAt, column } = placeOfShown(lines, at, shown);
        const start = { line: shownAt + 1, column: Math.max(1, column) };
        const place = placeOf?.(start) ?? start;
        const isAlone = rule.isOfUsers === true && check === 'workflows';
        const quiet = rule.quietly?.(line, { ...facts, isInFunction: functions.has(at) });
        const confidence = isTest || isAlone || quiet !== undefined ? 'low' : rule.confidence;
        const ignored = findIgnore(lines, shownAt + 1, rule.id) ?? findIgnore(lines, at + 1, rule.id);
        return {
          check,
          ruleId: rule.id,
          title: rule.title,
          level: levelOf(rule.severity, confidence),
          severity: rule.severity,
          confidence,
          reasons: [
            rule.reason,
            ...(quiet === undefined ? [] : [quiet]),
            ...(isTest ? [testReason] : []),
            ...(isAlone ? ['a job has a machine of its own, unless you run it'] : []),
          ],
          places: [{ path, line: place.line, ...(column > 0 && { column: place.column }), note: shown.slice(0, 100) }],
          mend: { text: rule.mend },
          url: rule.url,
          fingerprint: fingerprint({ ruleId: rule.id, context: line, path, occurrence }),
          ...(ignored !== undefined && { ignored }),
        };
      }),
  );
  return { issues };
}

/** Where the text that is shown begins: in the first of the lines that were continued, or a later one. */
function placeOfShown(lines: readonly string[], at: number, shown: string): { line: number; column: number } {
  const [first = '', second = ''] = shown.trim().split(/\s+/);
  for (const start of [`${first} ${second}`.trim(), first])
    for (let line = at; line < lines.length; line += 1) {
      const column = (lines[line] as string).indexOf(start);
      if (column >= 0) return { line, column: column + 1 };
      if (!(lines[line] as string).endsWith('\\')) break;
    }
  return { line: at, column: 0 };
}

/** When an image is made there is nobody else, and what is removed is the image's. */
function isGoneWithImage(rule: ShellRule): boolean {
  return (rule.isOfUsers === true && rule.staysInImage !== true) || isRemoval(rule);
}

function isRemoval({ id }: ShellRule): boolean {
  return /remove|goes-on|unchecked/.test(id);
}

/** Of the rules that say something about the same removal, the gravest alone. */
function firstOf(line: string, facts: ScriptFacts): { rule: ShellRule; shown: string }[] {
  const found = shellRules.flatMap((rule) => {
    const shown = rule.find(line, facts);
    return shown === undefined ? [] : [{ rule, shown }];
  });
  const removals = found.filter(({ rule }) => isRemoval(rule));
  return found.filter((each) => !removals.includes(each) || each === removals[0]);
}

function factsOf(
  lines: readonly string[],
  stopsOnError: boolean,
): Omit<ScriptFacts, 'isRead' | 'before' | 'isInFunction'> {
  const assigned = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] =
      /^\s*(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name !== '') assigned.set(name, assigned.has(name) ? '' : value.trim());
  }
  const read = lines.flatMap((line) =>
    (/(?:^|[;&|]\s*|\bwhile\s+(?:\w+=\S*\s+)?)read\s+((?:-\w+\s+)*[\w\s]+)/.exec(line)?.[1] ?? '').split(/\s+/),
  );
  const given = [...assigned].flatMap(([name, value]) => (/^["']?\$\{?(?:\d|@|\*)/.test(value) ? [name] : []));
  const sets = lines.filter((line) => /^\s*set\s+-|^#!.*\s-\w*e/.test(line));
  return {
    assigned,
    given: new Set([...given, ...read].filter((name) => /^[A-Za-z_]\w*$/.test(name))),
    handsOutputOn: lines.some((line) => handsOn.test(line)),
    stopsOnError: stopsOnError || sets.some((line) => /\s-\w*e|errexit/.test(line)),
    usesUnset: sets.some((line) => /\s-\w*u|nounset/.test(line)),
  };
}

/** The output of a block goes elsewhere, or that of the whole script. */
const handsOn = /^\s*(?:(?:[})]|done|fi|esac)\s*(?:\d?>|\|(?!\|))|exec\s[^#]*>)/;

/** From where a function begins to the brace that stands under its beginning; without one to the end. */
function linesOfFunctions(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let indent: string | undefined;
  for (const [at, line] of lines.entries()) {
    indent ??= /^(\s*)(?:function\s+[\w-]+|[\w-]+\s*\(\s*\))/.exec(line)?.[1];
    if (indent === undefined) continue;
    found.add(at);
    const isEnd = /^\s*[})]/.test(line) ? /^\s*/.exec(line)?.[0] === indent : /\(\s*\)\s*\{.*\}\s*$/.test(line);
    if (isEnd) indent = undefined;
  }
  return found;
}

/** Commands that print, and what scripts call functions that do. */
const prints =
  /^\s*(?:(?:echo|printf)\b|(?:print_\w+|log(?:_\w+)?|info|warn(?:ing)?|error|die|msg|message|say|success|fail)\s+["'])/;

/** A line that only prints. */
function isPrinted(line: string): boolean {
  return prints.test(line) && !/[|>;&]|\$\(/.test(line.replaceAll(/"(?:\\.|[^"\\$])*"|'[^']*'/g, ''));
}
