/** What an assistant's own permission rules are to refuse: paths of other agents. */
export interface Foreign {
  /** Absolute. */
  readonly worktree: string;
  /** Exact paths, and folders with all in them (`src/api/**`), from the worktree's top. */
  readonly globs: readonly string[];
}

/**
 * Claude Code: `Edit` rules are for all tools that edit, and for what a shell command writes by redirection; a leading `//` makes a path absolute.
 * https://code.claude.com/docs/en/permissions
 */
export function claudeDenied(foreign: Foreign | undefined): string[] {
  // A bracket would end the rule, the others mean something in it.
  if (foreign === undefined || /[*?[\]()\\!#]/.test(foreign.worktree)) return [];
  return foreign.globs.map((glob) => `Edit(/${foreign.worktree}/${glob})`);
}

/**
 * OpenCode: rules of its default agent, which come after those of the user's configuration and leave them as they are: beside `"edit": "deny"` they
 * allow nothing. https://opencode.ai/docs/permissions
 */
export function opencodeDenied(foreign: Foreign | undefined): Readonly<Record<string, unknown>> {
  if (foreign === undefined || foreign.globs.length === 0) return {};
  const edit = Object.fromEntries(foreign.globs.map((glob) => [glob, 'deny']));
  return { agent: { build: { permission: { edit } } } };
}
