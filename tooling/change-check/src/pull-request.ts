import type { Github } from '@cdev/github-api';

export interface Review {
  readonly login: string;
  /** As GitHub says: APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED, PENDING. */
  readonly state: string;
  /** The commit that was looked at. */
  readonly commit: string;
}

export interface PullRequest {
  readonly number: number;
  readonly author: string;
  /** Its last commit. */
  readonly head: string;
  /** Oldest first. */
  readonly reviews: readonly Review[];
}

interface GithubPull {
  readonly user: { readonly login: string } | null;
  readonly head: { readonly sha: string };
}

interface GithubReview {
  readonly user: { readonly login: string } | null;
  readonly state: string;
  readonly commit_id: string | null;
}

/** @param repository `owner/name`  @throws CDEV_E_GITHUB_* */
export async function readPullRequest(github: Github, repository: string, number: number): Promise<PullRequest> {
  const path = `/repos/${repository}/pulls/${number}`;
  const { user, head } = await github.ask<GithubPull>({ path, what: `the pull request ${number}` });
  const reviews: Review[] = [];
  for await (const page of github.pages<GithubReview>({ path: `${path}/reviews?per_page=100`, what: 'its reviews' }))
    for (const { user: reviewer, state, commit_id: commit } of page)
      // Of accounts that are gone nobody knows whose they were.
      if (reviewer) reviews.push({ login: reviewer.login, state, commit: commit ?? '' });
  return { number, author: user?.login ?? '', head: head.sha, reviews };
}
