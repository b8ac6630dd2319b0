import { isCdevError } from '@cdev/core/errors';
import { currentBranch, git, mergeBase, openRepository, resolveCommit, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Base } from './selection.ts';

export interface FindBaseOptions {
  readonly cwd: string;
  /** Any revision; without it the default branch. */
  readonly since?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The commit that the work is compared with: where HEAD left the default branch, or left `since`. On the default branch itself it is
 * what the remote has; without a remote it is HEAD, so that only uncommitted changes count.
 * @throws CDEV_E_TEST_LOCALLY_NO_REPOSITORY, _BASE_UNKNOWN
 */
export async function findBase({ cwd, since, env }: FindBaseOptions): Promise<Base> {
  const repository = await open(cwd);
  const head = await resolveCommit(repository, 'HEAD');
  if (head === undefined)
    return { name: 'nothing', commit: await emptyTree(repository), reason: 'there is no commit yet' };
  const found =
    since === undefined ? await defaultBranch(repository, env) : { name: since, reason: 'given with --since' };
  if (!found) return noDefaultBranch(repository, head);
  const commit = await resolveCommit(repository, found.name);
  if (commit === undefined) throw await unknown(repository, found.name, 'there is no such commit here');
  const base = await mergeBase(repository, 'HEAD', commit);
  if (base === undefined) throw await unknown(repository, found.name, 'it has no commit in common with HEAD here');
  return { name: found.name, commit: base, reason: found.reason };
}

async function open(cwd: string): Promise<Repository> {
  try {
    const repository = await openRepository(cwd);
    if (repository.top === undefined) throw errors.make('CDEV_E_TEST_LOCALLY_NO_REPOSITORY', { folder: cwd });
    return repository;
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) throw error;
    throw errors.make('CDEV_E_TEST_LOCALLY_NO_REPOSITORY', { folder: cwd }, { cause: error });
  }
}

interface Candidate {
  readonly name: string;
  readonly reason: string;
}

async function defaultBranch(repository: Repository, env: FindBaseOptions['env']): Promise<Candidate | undefined> {
  const target = env['GITHUB_BASE_REF'];
  if (target !== undefined && target !== '')
    return { name: `origin/${target}`, reason: 'the branch that the pull request goes to (GITHUB_BASE_REF)' };
  const remoteHead = await symbolicRef(repository, 'refs/remotes/origin/HEAD');
  const configured = (await answer(repository, ['config', '--get', 'init.defaultBranch'])) ?? 'main';
  const names = [...new Set([configured, 'main', 'master', 'trunk', 'develop'])];
  const candidates = [
    ...(remoteHead === undefined ? [] : [{ name: remoteHead, reason: "the remote's default branch" }]),
    ...names.map((name) => ({ name: `origin/${name}`, reason: 'the default branch of the remote, by its name' })),
  ];
  const branch = await currentBranch(repository);
  const local = names
    .filter((name) => name !== branch)
    .map((name) => ({ name, reason: 'the default branch, by its name' }));
  for (const candidate of candidates)
    if ((await resolveCommit(repository, candidate.name)) !== undefined) return candidate;
  if (branch !== undefined && names.includes(branch)) return undefined;
  for (const candidate of local) {
    if ((await resolveCommit(repository, `refs/heads/${candidate.name}`)) !== undefined) return candidate;
  }
  return undefined;
}

/** On the default branch without a remote the last commit is all there is to compare with; elsewhere guessing would hide changes. */
async function noDefaultBranch(repository: Repository, head: string): Promise<Base> {
  const branch = await currentBranch(repository);
  if (branch !== undefined && (await isShallow(repository)) === false && (await onlyBranch(repository, branch)))
    return {
      name: 'HEAD',
      commit: head,
      reason: `${branch} is the only branch, so uncommitted changes are what counts`,
    };
  if (branch !== undefined && ['main', 'master', 'trunk', 'develop'].includes(branch) && !(await isShallow(repository)))
    return {
      name: 'HEAD',
      commit: head,
      reason: `${branch} has no remote to compare with, so uncommitted changes are what counts`,
    };
  throw await unknown(repository, 'the default branch', 'no branch here is known to be the default one');
}

async function unknown(repository: Repository, base: string, reason: string): Promise<Error> {
  const shallow = await isShallow(repository);
  return errors.make('CDEV_E_TEST_LOCALLY_BASE_UNKNOWN', {
    base,
    reason: shallow ? `${reason}, and the clone is shallow` : reason,
    step: shallow ? 'Fetch the history: git fetch --unshallow' : 'Fetch the branch: git fetch origin',
  });
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await answer(repository, ['rev-parse', '--is-shallow-repository'])) === 'true';
}

async function onlyBranch(repository: Repository, branch: string): Promise<boolean> {
  const refs = await answer(repository, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes']);
  return refs === branch;
}

async function symbolicRef(repository: Repository, ref: string): Promise<string | undefined> {
  const target = await answer(repository, ['symbolic-ref', '--quiet', ref]);
  return target?.replace(/^refs\/remotes\//, '');
}

async function answer(repository: Repository, args: readonly string[]): Promise<string | undefined> {
  const { ok, stdout } = await git(repository, args, { isQuestion: true, allowFailure: true });
  return ok && stdout.trim() !== '' ? stdout.trim() : undefined;
}

async function emptyTree(repository: Repository): Promise<string> {
  const { stdout } = await git(repository, ['hash-object', '-t', 'tree', '--stdin'], { input: '', isQuestion: true });
  return stdout.trim();
}
