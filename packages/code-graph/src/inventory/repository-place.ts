import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { git } from '@cdev/git';
import { errors } from '../errors.ts';
import { readGitLine } from '../git.ts';

export interface RepositoryPlace {
  /** Top of the work tree; the git directory when the repository is bare; the folder itself without a repository. Links resolved. */
  readonly root: string;
  readonly isRepository: boolean;
  readonly commit: string | undefined;
}

export interface FindRepositoryOptions {
  readonly commit?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where `cwd` lies, and the full hash of `commit` if one is asked for. In a bare repository that is HEAD by default.
 * @throws CDEV_E_CODE_GRAPH_NO_REPOSITORY, CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN, and what `git` throws for a folder it may not read
 */
export async function findRepository(cwd: string, { commit, signal }: FindRepositoryOptions): Promise<RepositoryPlace> {
  const isWorkTree = await insideWorkTree(cwd, signal);
  if (isWorkTree === undefined) {
    if (commit !== undefined) throw errors.make('CDEV_E_CODE_GRAPH_NO_REPOSITORY', { folder: cwd });
    return { root: await realpath(cwd), isRepository: false, commit: undefined };
  }
  const question = isWorkTree ? '--show-toplevel' : '--absolute-git-dir';
  const root = resolve((await readGitLine(cwd, ['rev-parse', question], { signal })) ?? cwd);
  const wanted = commit ?? (isWorkTree ? undefined : 'HEAD');
  const hash = wanted === undefined ? undefined : await fullHash(cwd, wanted, signal);
  return { root, isRepository: true, commit: hash };
}

async function insideWorkTree(cwd: string, signal: AbortSignal | undefined): Promise<boolean | undefined> {
  try {
    const { stdout } = await git(cwd, ['rev-parse', '--is-inside-work-tree'], { isQuestion: true, signal });
    return stdout.trim() === 'true';
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return undefined;
    throw error;
  }
}

async function fullHash(cwd: string, commit: string, signal: AbortSignal | undefined): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`];
  const hash = await readGitLine(cwd, args, { signal });
  if (hash === undefined) throw errors.make('CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN', { commit, folder: cwd });
  return hash;
}
