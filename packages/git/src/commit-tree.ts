import { isCdevError } from '@cdev/core/errors';
import { errors } from './errors.ts';
import { failureOutput } from './failure-output.ts';
import { git, type GitPlace } from './git.ts';
import { namelessOr } from './no-identity.ts';
import { plain, withKnownRevisions } from './revision.ts';
import { signOnce } from './sign-once.ts';

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface CommitTreeOptions {
  /** Tree, or a commit whose tree is meant. */
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Default of both: the user's configured identity. */
  readonly author?: Identity | undefined;
  readonly committer?: Identity | undefined;
  /** ISO 8601, for both; default: now. */
  readonly time?: string | undefined;
  /**
   * Sign it where the configuration has the user's commits signed (`commit.gpgSign`, by GnuPG, SSH or X.509 as `gpg.format` says): for every commit that comes to a
   * branch of the user. With a `time` the same commit made again is the same one, signature included. Default: never.
   */
  readonly sign?: boolean | undefined;
}

/**
 * Makes a commit object and gives its id; moves no ref, runs no hook, signs only when told to.
 * @throws CDEV_E_GIT_NO_IDENTITY, CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_NOT_SIGNED.
 */
export async function commitTree(place: GitPlace, options: CommitTreeOptions): Promise<string> {
  const { tree, parents, sign = false, time } = options;
  return withKnownRevisions(place, [tree, ...parents], async () => {
    const unsigned = await make(place, options, []);
    if (!sign || !(await signsCommits(place))) return unsigned;
    const signed = (): Promise<string> => make(place, options, ['-S']).catch(refuseUnsigned);
    return time === undefined ? signed() : signOnce(place, unsigned, signed);
  });
}

async function make(place: GitPlace, options: CommitTreeOptions, signing: readonly string[]): Promise<string> {
  const { tree, parents, message } = options;
  const from = parents.flatMap((parent) => ['-p', plain(parent)]);
  const args = ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', `${plain(tree)}^{tree}`, ...from, ...signing];
  const input = message.endsWith('\n') ? message : `${message}\n`;
  try {
    // Whoever is asked to sign may have to be asked by hand, and not twice.
    const isQuestion = signing.length === 0;
    return (await git(place, [...args, '-F', '-'], { isQuestion, input, env: identityOf(options) })).stdout.trim();
  } catch (error) {
    throw namelessOr(error);
  }
}

/** The same commit could be made without a signature just before, so it is the signing that failed. */
function refuseUnsigned(cause: unknown): never {
  if (!isCdevError(cause, 'CDEV_E_SUBPROCESS_FAILED')) throw cause;
  throw errors.make('CDEV_E_GIT_NOT_SIGNED', { reason: failureOutput(cause) || cause.message }, { cause });
}

/** Plumbing does not ask the configuration by itself. */
async function signsCommits(place: GitPlace): Promise<boolean> {
  const { stdout } = await git(place, ['config', '--type=bool', '--get', 'commit.gpgSign'], {
    isQuestion: true,
    allowFailure: true,
  });
  return stdout.trim() === 'true';
}

function identityOf({ author, committer, time }: CommitTreeOptions): Record<string, string> {
  return {
    ...(author && { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email }),
    ...(committer && { GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email }),
    ...(time !== undefined && { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time }),
  };
}
