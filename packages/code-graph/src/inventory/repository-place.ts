import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { discoverRepository, git, readHead } from '@cdev/git';
import { errors } from '../errors.ts';
import { readGitLine } from '../git.ts';

export interface RepositoryPlace {
  /** Top of the work tree; the git directory when the repository is bare; the folder itself without a repository. Links resolved. */
  readonly root: string;
  readonly isRepository: boolean;
  readonly commit: string | undefined;
  /** What git said of the repository; undefined without one. */
  readonly git?: RepositoryFacts;
}

export interface RepositoryFacts {
  /** Absolute. */
  readonly commonDir: string;
  readonly isShallow: boolean;
  /** Full hash; undefined where there is no commit yet. */
  readonly head: string | undefined;
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
  const answer = readPlace(cwd) ?? (await askPlace(cwd, signal));
  if (answer === undefined) {
    if (commit !== undefined) throw errors.make('CDEV_E_CODE_GRAPH_NO_REPOSITORY', { folder: cwd });
    return { root: realpathSync.native(cwd), isRepository: false, commit: undefined };
  }
  const { top, gitDir, ...facts } = answer;
  const root = top ?? gitDir;
  if (commit === undefined && top !== undefined) return { root, isRepository: true, commit: undefined, git: facts };
  const hash =
    commit === undefined && facts.head !== undefined ? facts.head : await fullHash(cwd, commit ?? 'HEAD', signal);
  return { root, isRepository: true, commit: hash, git: facts };
}

interface Answer extends RepositoryFacts {
  /** Of the work tree; undefined in a bare repository. */
  readonly top: string | undefined;
  /** Absolute. */
  readonly gitDir: string;
}

/** Undefined where git is to be asked. */
function readPlace(cwd: string): Answer | undefined {
  const found = discoverRepository(cwd);
  const head = found && readHead(found);
  if (found === undefined || head === undefined) return undefined;
  const { top, gitDir, commonDir } = found;
  return { top, gitDir, commonDir, head, isShallow: existsSync(join(commonDir, 'shallow')) };
}

/** All in one question: to start git costs more than what it is asked for. Undefined outside of repositories. */
async function askPlace(cwd: string, signal: AbortSignal | undefined): Promise<Answer | undefined> {
  const ask = async (head: readonly string[]): Promise<Answer> => {
    const first = ['--is-inside-work-tree', '--is-shallow-repository', '--show-cdup'];
    const args = ['rev-parse', ...first, ...head, '--path-format=absolute', '--absolute-git-dir', '--git-common-dir'];
    const { stdoutBytes } = await git(cwd, args, { isQuestion: true, signal });
    const [inside, shallow, ...rest] = stdoutBytes.toString('utf8').replace(/\n$/, '').split('\n');
    // From the folder to the top of its work tree, `../../`; empty at the top. Elsewhere nothing leads to one.
    const toTop = inside === 'true' ? (rest.shift() ?? '') : undefined;
    const paths = rest.slice(head.length);
    // A folder's name may hold a line end, which then is in both.
    const half = paths.length / 2;
    return {
      top: toTop === undefined ? undefined : resolve(realpathSync.native(cwd), toTop),
      isShallow: shallow === 'true',
      head: head.length > 0 ? rest[0] : undefined,
      gitDir: paths.slice(0, half).join('\n'),
      commonDir: paths.slice(half).join('\n'),
    };
  };
  try {
    return await ask(['HEAD^{commit}']);
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return undefined;
    // There is no commit yet.
    return ask([]);
  }
}

async function fullHash(cwd: string, commit: string, signal: AbortSignal | undefined): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`];
  const hash = await readGitLine(cwd, args, { signal });
  if (hash === undefined) throw errors.make('CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN', { commit, folder: cwd });
  return hash;
}
