import { git, type GitPlace } from './git.ts';
import { namelessOr } from './no-identity.ts';

export interface MakeTagOptions {
  readonly tag: string;
  /** What it leads to. */
  readonly commit: string;
  readonly message: string;
}

/** Makes an annotated tag that nobody signs; one of that name must not be there. @throws CDEV_E_GIT_NO_IDENTITY */
export async function makeTag(place: GitPlace, { tag, commit, message }: MakeTagOptions): Promise<void> {
  try {
    await git(place, ['tag', '--annotate', '--no-sign', '--message', message, '--', tag, commit]);
  } catch (error) {
    throw namelessOr(error);
  }
}
