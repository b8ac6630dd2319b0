import type { SecurityIssue } from '@cdev/security-issue';
import { askShellcheck, type AskShellcheckOptions } from './ask-shellcheck.ts';
import { scanShell } from './scan-shell.ts';
import type { ShellText } from './shell-text.ts';

export interface ScriptScan {
  readonly issues: ReadonlyMap<ShellText, readonly SecurityIssue[]>;
  readonly gaps: readonly string[];
  /** Whether shellcheck was asked too; undefined when there are no scripts. */
  readonly shellcheck: 'asked' | 'not run' | undefined;
}

/** Looks at shell scripts by the rules of this house, and asks shellcheck where it is installed; a line that both tell is told once. */
export async function scanScripts(scripts: readonly ShellText[], options: AskShellcheckOptions): Promise<ScriptScan> {
  if (scripts.length === 0) return { issues: new Map(), gaps: [], shellcheck: undefined };
  const theirs = await askShellcheck(
    scripts.filter(({ isRecipe }) => isRecipe !== true),
    options,
  );
  const issues = new Map(
    scripts.map((script): [ShellText, readonly SecurityIssue[]] => {
      const own = scanShell(script).issues;
      const lines = new Set(own.map(({ places: [{ line }] }) => line));
      const others = theirs?.issues.get(script) ?? [];
      return [script, [...own, ...others.filter(({ places: [{ line }] }) => !lines.has(line))]];
    }),
  );
  const isAsked = theirs !== undefined && theirs.issues.size > 0;
  return { issues, gaps: theirs?.gaps ?? [], shellcheck: isAsked ? 'asked' : 'not run' };
}
