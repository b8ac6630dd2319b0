import { git, type GitPlace } from './git.ts';
import { namelessOr } from './no-identity.ts';
import { plain, withKnownRevisions } from './revision.ts';

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
  /** Sign it where the configuration has the user's commits signed (`commit.gpgSign`). Default: never. */
  readonly sign?: boolean | undefined;
}

/**
 * Makes a commit object and gives its id; moves no ref, runs no hook, signs only when told to.
 * @throws CDEV_E_GIT_NO_IDENTITY, CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function commitTree(place: GitPlace, options: CommitTreeOptions): Promise<string> {
  const { tree, parents, message, sign = false } = options;
  const args = ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', `${plain(tree)}^{tree}`];
  for (const parent of parents) args.push('-p', plain(parent));
  if (sign && (await signsCommits(place))) args.push('-S');
  const input = message.endsWith('\n') ? message : `${message}\n`;
  return withKnownRevisions(place, [tree, ...parents], async () => {
    try {
      return (await git(place, [...args, '-F', '-'], { input, env: identityOf(options) })).stdout.trim();
    } catch (error) {
      throw namelessOr(error);
    }
  });
}

/** Plumbing does not ask the configuration by itself. */
async function signsCommits(place: GitPlace): Promise<boolean> {
  const { stdout } = await git(place, ['config', '--type=bool', '--get', 'commit.gpgSign'], { allowFailure: true });
  return stdout.trim() === 'true';
}

function identityOf({ author, committer, time }: CommitTreeOptions): Record<string, string> {
  return {
    ...(author && { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email }),
    ...(committer && { GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email }),
    ...(time !== undefined && { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time }),
  };
}
