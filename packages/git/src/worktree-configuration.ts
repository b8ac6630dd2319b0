import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import { withLock } from './lock/with-lock.ts';

/**
 * Lets each worktree have settings of its own, in `config.worktree` of its git directory (git-worktree, "CONFIGURATION FILE"). What may not
 * be common any more then, `core.bare` and `core.worktree`, moves to the main worktree's, as git itself does it.
 */
export async function enableWorktreeConfiguration(commonDir: string): Promise<void> {
  if (await isEnabled(commonDir)) return;
  const lock = join(commonDir, 'cdev', 'locks', 'configuration.lock');
  await withLock(lock, { what: 'the configuration of the worktrees' }, async () => {
    if (await isEnabled(commonDir)) return;
    const common = join(commonDir, 'config');
    const own = join(commonDir, 'config.worktree');
    const isBare = (await read(common, 'core.bare')) === 'true';
    const top = await read(common, 'core.worktree');
    // Set there first: a kill between leaves both, which say the same.
    if (isBare) await git(commonDir, ['config', '--file', own, 'core.bare', 'true']);
    if (top !== '') await git(commonDir, ['config', '--file', own, 'core.worktree', top]);
    await git(commonDir, ['config', '--file', common, 'extensions.worktreeConfig', 'true']);
    if (isBare) await git(commonDir, ['config', '--file', common, '--unset', 'core.bare']);
    if (top !== '') await git(commonDir, ['config', '--file', common, '--unset', 'core.worktree']);
  });
}

async function read(file: string, name: string): Promise<string> {
  const args = ['config', '--file', file, '--get', name];
  const { stdoutBytes } = await git(dirname(file), args, { isQuestion: true, allowFailure: true });
  return stdoutBytes.toString('utf8').trimEnd();
}

/** Read from the file: asking git costs a process for each worktree. */
async function isEnabled(commonDir: string): Promise<boolean> {
  const configuration = await readFile(join(commonDir, 'config'), 'utf8').catch(() => '');
  return /^\s*worktreeConfig\s*(?:=\s*(?:true|yes|on|1)\s*)?$/im.test(configuration);
}
