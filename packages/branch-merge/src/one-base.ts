import { mergeBases, type GitPlace } from '@cdev/git';

export interface MergedCommits {
  /** Commits, or with `base` trees. */
  readonly ours: string;
  readonly theirs: string;
  /** Merge on this commit and not on the merge base of the two. */
  readonly base?: string | undefined;
}

/** The one commit or tree that both sides are changes of; undefined where there is none, or several. */
export type OneBase = () => Promise<string | undefined>;

/** Asks git when it is first wanted, and once. */
export function oneBase(place: GitPlace, { ours, theirs, base }: MergedCommits): OneBase {
  let asked: Promise<string | undefined> | undefined;
  return () => (asked ??= base === undefined ? onlyOne(place, ours, theirs) : Promise.resolve(base));
}

async function onlyOne(place: GitPlace, ours: string, theirs: string): Promise<string | undefined> {
  const [only, ...more] = await mergeBases(place, ours, theirs);
  return more.length > 0 ? undefined : only;
}
