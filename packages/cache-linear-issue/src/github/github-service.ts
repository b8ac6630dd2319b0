import { issueFromGithub } from '@cdev/issue';
import { errors } from '../errors.ts';
import { endpoint, keyIn } from '../http/endpoint.ts';
import type { Patience } from '../http/send.ts';
import type { IssueService } from '../source.ts';
import { askGithub, type GithubAccess } from './ask-github.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where GitHub is asked, and with which token, if any. @throws CDEV_E_CACHE_ISSUE_KEY_UNUSABLE, _ADDRESS_INVALID */
export function githubAccess(env: Env): GithubAccess {
  const found = keyIn(env, ['GITHUB_TOKEN', 'GH_TOKEN']);
  return { url: endpoint(env, 'GITHUB_API_URL', 'https://api.github.com'), ...(found && { key: found }) };
}

/** Issues of GitHub, as `owner/repository#12`. */
export function githubService(env: Env, patience: Patience): IssueService<{ source: 'github'; id: string }> {
  return {
    fetch: async ({ id }) => {
      const access = githubAccess(env);
      const path = `/repos/${id.replace('#', '/issues/')}`;
      const answer = await askGithub(access, path, patience);
      if (!answer) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_FOUND', { service: 'GitHub', id });
      return issueFromGithub(
        id,
        { issue: answer.content, comments: [], subIssues: [] },
        patience.clock().toISOString(),
      );
    },
  };
}
