import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@cdev/core/log';
import { writeFileAtomic, type Repository } from '@cdev/git';
import { lockFiles } from '@cdev/package-workspace';
import { prepareWorkspace } from '../prepare-workspace.ts';
import type { Bench } from './bench.ts';

export interface EquipBenchOptions {
  readonly repository: Repository;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Shell commands that are run in it once. */
  readonly setup?: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Gives the worktree the dependencies that its lock file asks for: copied at first, installed when the lock file is another than the one they
 * were installed by, so that no commit is tested with those of another.
 * @throws CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_WORKSPACE_SETUP_FAILED, CDEV_E_SUBPROCESS_TOOL_MISSING
 */
export async function equipBench({ path, gitDir }: Bench, options: EquipBenchOptions): Promise<void> {
  const { setup, ...rest } = options;
  const wanted = await lockDigest(path);
  const record = join(gitDir, 'cdev-dependencies');
  const present = await readFile(record, 'utf8').catch(() => undefined);
  if (present === wanted) return;
  const dependencies = present === undefined || wanted === '' ? 'auto' : 'install';
  await prepareWorkspace({ ...rest, path, dependencies, ...(present === undefined && { setup }) });
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
