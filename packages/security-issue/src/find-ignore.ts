/**
 * The reason of a comment `cdev-ignore <rule>: reason` on the line or on the one before it; empty when it gives none, undefined without such a
 * comment. It names its rule, so that it never hides another issue.
 * @param lines of the file
 * @param line from 1
 */
export function findIgnore(lines: readonly string[], line: number, ruleId: string): string | undefined {
  for (const text of [lines[line - 1], lines[line - 2]]) {
    const at = text?.indexOf('cdev-ignore ') ?? -1;
    if (text === undefined || at < 0) continue;
    const [, rule, reason = ''] =
      /^cdev-ignore\s+([\w-]+)\s*(?::\s*(.*?))?\s*(?:\*\/|-->)?\s*$/.exec(text.slice(at)) ?? [];
    if (rule === ruleId) return reason;
  }
  return undefined;
}
