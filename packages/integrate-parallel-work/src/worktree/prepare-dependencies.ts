import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { writeFileAtomic } from '@cdev/git';
import { lockFiles } from '@cdev/package-workspace';
import { prepareWorkspace } from '@cdev/workspace';
import type { Integration } from '../integration.ts';
import type { IntegrationWorktree } from './integration-worktree.ts';

/**
 * Gives the worktree the dependencies that its lock file asks for: copied at first, installed when the lock file is another than the one they
 * were installed by, so that no candidate is tested with those of one that was ejected.
 * @throws CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_SUBPROCESS_TOOL_MISSING
 */
export async function prepareDependencies(
  { repository }: Integration,
  { path, gitDir }: IntegrationWorktree,
  { signal, log, env }: Context,
): Promise<void> {
  const wanted = await lockDigest(path);
  const record = join(gitDir, 'cdev-dependencies');
  const present = await readFile(record, 'utf8').catch(() => undefined);
  if (present === wanted) return;
  const dependencies = present === undefined || wanted === '' ? 'auto' : 'install';
  await prepareWorkspace({ repository, path, dependencies, env, signal, log });
  await writeFileAtomic(record, wanted);
}

/** '' when there is no lock file. */
async function lockDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  let found = 0;
  for (const name of Object.keys(lockFiles)) {
    const content = await readFile(join(path, name)).catch(() => undefined);
    if (content === undefined) continue;
    hash.update(name).update(content);
    found += 1;
  }
  return found === 0 ? '' : hash.digest('hex');
}
