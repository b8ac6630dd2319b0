/** Adds the pattern to the repository's own ignore file (`info/exclude`, valid in all its worktrees) unless it is there; true when it was added. */
export async function ensureExcluded(commonDir: string, pattern: string): Promise<boolean> {
  throw new Error('on its way');
}
