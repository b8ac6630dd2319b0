/**
 * The reason of a comment `cdev-ignore <rule>: reason` on the line, or alone on the one before it: behind code it is for that code. Empty when it gives none,
 * undefined without such a comment. It names its rule, so that it never hides another issue.
 * @param lines of the file
 * @param line from 1
 */
export function findIgnore(lines: readonly string[], line: number, ruleId: string): string | undefined {
  const above = lines[line - 2];
  return (
    reasonIn(lines[line - 1], ruleId) ?? (above !== undefined && isAlone(above) ? reasonIn(above, ruleId) : undefined)
  );
}

/** Whether nothing but its marks stands before a comment. */
function isAlone(text: string): boolean {
  return !/\w/.test(text.slice(0, Math.max(0, text.indexOf('cdev-ignore '))));
}

function reasonIn(text: string | undefined, ruleId: string): string | undefined {
  const at = text?.indexOf('cdev-ignore ') ?? -1;
  if (text === undefined || at < 0) return undefined;
  const [, rule, reason = ''] =
    /^cdev-ignore\s+([\w-]+)\s*(?::\s*(.*?))?\s*(?:\*\/|-->)?\s*$/.exec(text.slice(at)) ?? [];
  return rule === ruleId ? reason : undefined;
}
