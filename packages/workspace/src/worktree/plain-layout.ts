import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { git, type Repository } from '@cdev/git';

/** What changes where a worktree's files are, how they are made, or what a new one takes over from the main one. */
const special =
  '^(extensions\\..*|core\\.(sharedrepository|worktree|bare|sparsecheckout)|worktree\\..*|receive\\.denycurrentbranch)$';

/**
 * Whether the files of a new worktree are the ordinary ones, so that they can be written without a git process for each. Where anything else is
 * set, or the main working tree is sparse, git itself makes the worktree.
 */
export async function hasPlainLayout(repository: Repository): Promise<boolean> {
  const { commonDir, top } = repository;
  if (top === undefined) return false;
  for (const name of ['reftable', 'info/sparse-checkout', 'config.worktree'])
    if (await exists(join(commonDir, name))) return false;
  const args = ['config', '--includes', '--null', '--get-regexp', special];
  const { ok, exitCode, stdoutBytes } = await git(repository, args, { isQuestion: true, allowFailure: true });
  // 1: nothing of it is set.
  if (!ok) return exitCode === 1;
  return stdoutBytes
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .every((entry) => /^(?:core\.bare\nfalse|extensions\.worktreeconfig(?:\ntrue)?)$/.test(entry));
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
