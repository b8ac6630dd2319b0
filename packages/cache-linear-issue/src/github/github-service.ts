import { isCdevError } from '@cdev/core/errors';
import { githubAccess, openGithub } from '@cdev/github-api';
import { issueFromGithub, type GithubAnswers, type Issue } from '@cdev/issue';
import { errors } from '../errors.ts';
import type { Patience } from '../http/send.ts';
import type { IssueService } from '../issue-service.ts';
import { conditionalGet, type ConditionalGet, type KeptAnswers } from './conditional-get.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Issues of GitHub, as `owner/repository#12`, with comments, sub-issues and dependencies. */
export function githubService(env: Env, patience: Patience): IssueService<{ source: 'github'; id: string }> {
  return {
    fetch: async ({ id }, known) => {
      const github = openGithub(githubAccess(env), patience);
      const get = conditionalGet(github, keptIn(known));
      const answers = await answersFor(id, get, github.url);
      try {
        return { ...issueFromGithub(id, answers, patience.clock().toISOString()), raw: { answers: get.kept() } };
      } catch (cause) {
        if (!isCdevError(cause)) throw cause;
        throw errors.make(
          'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED',
          { service: 'GitHub', problem: cause.message },
          { cause },
        );
      }
    },
  };
}

/** The answers that the copy was made from. */
function keptIn(known: Issue | undefined): KeptAnswers {
  if (known?.source !== 'github') return {};
  return (known.raw as { answers?: KeptAnswers } | undefined)?.answers ?? {};
}

/** The fields of an issue that say what else there is to ask for. */
interface IssueDocument {
  readonly comments?: number;
  readonly sub_issues_summary?: { readonly total?: number };
  readonly issue_dependencies_summary?: { readonly blocked_by?: number; readonly blocking?: number };
  readonly parent_issue_url?: string;
}

async function answersFor(id: string, get: ConditionalGet, base: string): Promise<GithubAnswers> {
  const path = `/repos/${id.replace('#', '/issues/')}`;
  const issue = (await get.one(path)) as IssueDocument | null | undefined;
  if (issue === undefined) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_FOUND', { service: 'GitHub', id });
  const list = async (count: number | undefined, name: string): Promise<readonly unknown[]> =>
    (count ?? 0) > 0 ? get.all(`${path}/${name}?per_page=100`) : [];
  const dependencies = issue?.issue_dependencies_summary;
  const parent = issue?.parent_issue_url?.startsWith(`${base}/`)
    ? await get.one(issue.parent_issue_url.slice(base.length))
    : undefined;
  return {
    issue,
    comments: await list(issue?.comments, 'comments'),
    subIssues: await list(issue?.sub_issues_summary?.total, 'sub_issues'),
    blockedBy: await list(dependencies?.blocked_by, 'dependencies/blocked_by'),
    blocking: await list(dependencies?.blocking, 'dependencies/blocking'),
    ...(parent !== undefined && { parent }),
  };
}
