import { createHash } from 'node:crypto';
import { answerReleases, type FakeGithubRelease } from './fake-github-releases.ts';
import { fakeService, type FakeAnswer, type FakeRequest, type FakeService } from './fake-service.ts';

/** An issue as the fake keeps it, under the names of GitHub's REST API. */
export interface FakeGithubIssue {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly milestone?: string;
  readonly updatedAt?: string;
  readonly comments?: readonly { readonly author: string; readonly body: string }[];
  /** Numbers of issues in the same repository. */
  readonly subIssues?: readonly number[];
  readonly parent?: number;
  readonly blockedBy?: readonly number[];
  readonly blocking?: readonly number[];
}

export interface FakeGithub extends FakeService {
  /** What a program needs to find it; no token, which GitHub does not need for public repositories. */
  readonly env: Readonly<Record<'GITHUB_API_URL', string>>;
  /** Adds issues to a repository (`owner/name`), or replaces those of the same number. */
  readonly put: (repository: string, ...issues: readonly FakeGithubIssue[]) => void;
  /** The releases of a repository that was put, drafts too, in the order in which they were made. */
  readonly releases: (repository: string) => readonly FakeGithubRelease[];
}

/** The only token that the fake knows; without any it answers too. */
export const fakeGithubToken = 'ghp_fake0123456789abcdefghij0123456789';

type Issues = Map<number, FakeGithubIssue>;

/** A GitHub on this machine: issues, comments, sub-issues and dependencies, in pages, with ETags. */
export async function fakeGithub(): Promise<FakeGithub> {
  const repositories = new Map<string, Issues>();
  const releases = new Map<string, FakeGithubRelease[]>();
  const service = await fakeService((request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined && authorization !== `Bearer ${fakeGithubToken}`)
      return { status: 401, body: { message: 'Bad credentials' } };
    return answerReleases(request, { releases, base: service.url }) ?? answer(request, repositories, service.url);
  });
  return {
    ...service,
    env: { GITHUB_API_URL: service.url },
    put: (repository, ...issues) => {
      const kept = repositories.get(repository.toLowerCase()) ?? new Map();
      for (const issue of issues) kept.set(issue.number, issue);
      repositories.set(repository.toLowerCase(), kept);
      if (!releases.has(repository.toLowerCase())) releases.set(repository.toLowerCase(), []);
    },
    releases: (repository) => releases.get(repository.toLowerCase()) ?? [],
  };
}

function answer(request: FakeRequest, repositories: ReadonlyMap<string, Issues>, base: string): FakeAnswer {
  const url = new URL(request.path, base);
  if (url.pathname === '/rate_limit') return { body: { resources: { core: { limit: 60, remaining: 59, reset: 0 } } } };
  const [, repository = '', number = '', list] =
    /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  const issues = repositories.get(repository.toLowerCase());
  const issue = issues?.get(Number(number));
  if (!issues || !issue) return { status: 404, body: { message: 'Not Found' } };
  const place = { base, repository, issues };
  const content = list === undefined ? issueDocument(issue, place) : listDocument(issue, list, place);
  if (content === undefined) return { status: 404, body: { message: 'Not Found' } };
  return withEtag(Array.isArray(content) ? page(content, url) : { body: content }, request);
}

interface Place {
  readonly base: string;
  readonly repository: string;
  readonly issues: Issues;
}

function issueDocument(issue: FakeGithubIssue, { base, repository }: Place): object {
  const { number, title, body = null, state = 'open', labels = [], assignees = [], milestone } = issue;
  const { comments = [], subIssues = [], parent, blockedBy = [], blocking = [] } = issue;
  const address = `${base}/repos/${repository}`;
  return {
    number,
    title,
    body,
    state,
    html_url: `https://github.com/${repository}/issues/${number}`,
    repository_url: address,
    labels: labels.map((name) => ({ name })),
    assignees: assignees.map((login) => ({ login })),
    milestone: milestone === undefined ? null : { title: milestone },
    comments: comments.length,
    sub_issues_summary: { total: subIssues.length },
    issue_dependencies_summary: { blocked_by: blockedBy.length, blocking: blocking.length },
    ...(parent !== undefined && { parent_issue_url: `${address}/issues/${parent}` }),
    created_at: '2026-01-01T00:00:00Z',
    updated_at: issue.updatedAt ?? '2026-01-02T00:00:00Z',
  };
}

function listDocument(issue: FakeGithubIssue, list: string, place: Place): readonly object[] | undefined {
  const documents = (numbers: readonly number[] = []): readonly object[] =>
    numbers.flatMap((number) => {
      const found = place.issues.get(number);
      return found ? [issueDocument(found, place)] : [];
    });
  if (list === 'sub_issues') return documents(issue.subIssues);
  if (list === 'dependencies/blocked_by') return documents(issue.blockedBy);
  if (list === 'dependencies/blocking') return documents(issue.blocking);
  if (list !== 'comments') return undefined;
  return (issue.comments ?? []).map(({ author, body }, index) => ({
    id: index + 1,
    user: { login: author },
    body,
    created_at: '2026-01-01T12:00:00Z',
  }));
}

function page(items: readonly object[], url: URL): FakeAnswer {
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const number = Number(url.searchParams.get('page') ?? 1);
  const next = new URL(url);
  next.searchParams.set('page', String(number + 1));
  const more = number * size < items.length ? { link: `<${next.href}>; rel="next"` } : {};
  return { headers: more, body: items.slice((number - 1) * size, number * size) };
}

function withEtag(answer: FakeAnswer, request: FakeRequest): FakeAnswer {
  const etag = `"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex').slice(0, 16)}"`;
  const headers = { etag, 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59', ...answer.headers };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...answer, headers };
}
