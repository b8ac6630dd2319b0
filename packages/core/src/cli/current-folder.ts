/**
 * The folder that the process works in. One that has gone since it was started, as the worktree that a shell still stands in, has no name any more but the one that the
 * shell gave: who uses it then finds out, and says, that it is not there.
 */
export function currentFolder({ cwd, env }: Pick<NodeJS.Process, 'cwd' | 'env'>): string {
  try {
    return cwd();
  } catch (error) {
    if (env['PWD'] === undefined) throw error;
    return env['PWD'];
  }
}
