import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from '@cdev/git';

export interface ScratchRepository {
  /** Holds the repository, its issue and the worktrees; left for a look. */
  readonly folder: string;
  readonly repository: string;
  readonly issue: string;
}

const demo = fileURLToPath(new URL('../', import.meta.url));

/** A copy of the application as a repository of its own, with its issue beside it. */
export async function createScratchRepository(): Promise<ScratchRepository> {
  const folder = mkdtempSync(join(tmpdir(), 'cdev-demo-'));
  const repository = join(folder, 'lending-desk');
  const issue = join(folder, 'issue.md');
  cpSync(join(demo, 'application'), repository, { recursive: true, filter: (path) => !path.includes('node_modules') });
  cpSync(join(demo, 'issue.md'), issue);
  await git(repository, ['init', '--quiet', '--initial-branch=main']);
  // A machine on which nobody has committed yet has no name to commit under.
  const isNamed = (await git(repository, ['var', 'GIT_COMMITTER_IDENT'], { allowFailure: true })).ok;
  if (!isNamed) {
    await git(repository, ['config', 'user.name', 'cdev demo']);
    await git(repository, ['config', 'user.email', 'demo@example.org']);
  }
  await git(repository, ['add', '.']);
  await git(repository, ['commit', '--quiet', '-m', 'The lending desk lends books and takes them back']);
  return { folder, repository, issue };
}
