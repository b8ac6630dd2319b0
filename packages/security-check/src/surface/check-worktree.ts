import { readdir } from 'node:fs/promises';
import type { Context } from '@cdev/core/cli';
import type { Repository } from '@cdev/git';
import { scanFiles, scanTree, type RuleFile } from '@cdev/secret-scan';
import type { TellLeftOut } from '../check/left-out.ts';
import { errors } from '../errors.ts';
import { counted, grouped, notRun, scanned, type SurfaceScan } from './surface-check.ts';

export interface WorktreeOptions {
  readonly repository: Repository | undefined;
  readonly since: string | undefined;
  /** What came after that revision; undefined when all is looked at. */
  readonly changed: () => Promise<readonly string[] | undefined>;
  readonly leftOut: TellLeftOut;
  readonly rules: RuleFile | undefined;
}

export interface WorktreeScan extends SurfaceScan {
  /** Files for secrets that git ignores: they were not read, and stay on this machine. */
  readonly ignored: readonly string[];
}

/** The files that are there. @throws CDEV_E_SECURITY_CHECK_FOLDER_UNREADABLE */
export async function checkWorktree(
  { repository, since, changed, leftOut, rules }: WorktreeOptions,
  { cwd, signal, progress }: Context,
): Promise<WorktreeScan> {
  if (repository?.isBare || (repository && repository.top === undefined))
    return { ...notRun('worktree', 'the repository is bare'), ignored: [] };
  const root = repository?.top ?? cwd;
  await readable(root);
  const task = progress.begin('work tree');
  const paths = await changed();
  if (paths !== undefined) {
    const scan = scanFiles(root, paths, { rules });
    task.done();
    const detail = `${counted(scan.files, 'file')} changed since ${since}`;
    return { ...scanned('worktree', detail, scan, await leftOut()), ignored: [] };
  }
  const scan = await scanTree({
    root,
    repository,
    signal,
    rules,
    onProgress: (done, all) => task.update(`${grouped(done)} of ${counted(all, 'file')}`),
  });
  task.done();
  return { ...scanned('worktree', counted(scan.files, 'file'), scan, await leftOut()), ignored: scan.ignored };
}

async function readable(folder: string): Promise<void> {
  try {
    await readdir(folder);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_SECURITY_CHECK_FOLDER_UNREADABLE', { folder, reason: code }, { cause });
  }
}
