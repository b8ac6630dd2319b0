import { githubAccess, openGithub } from '@cdev/github-api';
import { fakeService, tempRepo, type FakeAnswer, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { checkChange, readPullRequest, type PullRequest, type Review } from '../src/index.ts';

const record = (reviewers: number, owner = '@team/one'): string => JSON.stringify({ cdev: { owner, reviewers } });
const figures = (text: string): string => `# Figures\n\n<!-- figures notes -->${text}<!-- /figures notes -->\n`;

/** A change of both packages, one of which two have to look at. */
async function changed(files: Readonly<Record<string, string>> = {}): Promise<TempRepo> {
  const repo = await tempRepo({
    'packages/git/package.json': record(2),
    'packages/git/src/index.ts': '',
    'packages/notes/package.json': record(1, '@team/two'),
    'packages/notes/src/index.ts': '',
    'packages/quiet/package.json': record(5),
    'tooling/benchmarks/README.md': figures('12 ms'),
    'README.md': '',
  });
  await repo.git('branch', 'work');
  // What main gets meanwhile is none of the change.
  await repo.commit('Elsewhere', { 'packages/quiet/src/index.ts': '' });
  await repo.git('checkout', '--quiet', 'work');
  await repo.commit('Work', {
    'packages/git/src/index.ts': 'export {};\n',
    'packages/notes/src/index.ts': 'export {};\n',
    'README.md': 'More\n',
    ...files,
  });
  return repo;
}

async function findingsOf(
  repo: TempRepo,
  pull: PullRequest | { notRun: string } = { notRun: 'none' },
): Promise<string[]> {
  const verdicts = await checkChange(repo.path, { base: 'main', head: 'work', pull });
  return verdicts.flatMap(({ findings }) => findings.map(({ rule, file, why }) => `${rule} ${file}: ${why}`));
}

describe('approvals', () => {
  const cases: readonly (readonly [
    what: string,
    reviews: readonly (readonly [login: string, state: string, commit?: string])[],
    found: readonly string[],
  ])[] = [
    [
      'nobody has looked',
      [],
      ['packages/git: 0 of 2 approvals of the last commit', 'packages/notes: 0 of 1 approvals'],
    ],
    [
      'two have',
      [
        ['ann', 'APPROVED'],
        ['ben', 'APPROVED'],
      ],
      [],
    ],
    [
      'one has, twice',
      [
        ['ann', 'APPROVED'],
        ['ann', 'APPROVED'],
      ],
      ['packages/git: 1 of 2 approvals of the last commit (ann)'],
    ],
    [
      'the author does not count',
      [
        ['ann', 'APPROVED'],
        ['zoe', 'APPROVED'],
      ],
      ['packages/git: 1 of 2 approvals of the last commit (ann)'],
    ],
    [
      'one took it back',
      [
        ['ann', 'APPROVED'],
        ['ben', 'APPROVED'],
        ['ann', 'CHANGES_REQUESTED'],
      ],
      ['packages/git: 1 of 2 approvals of the last commit (ben)'],
    ],
    [
      'it was dismissed',
      [
        ['ann', 'APPROVED'],
        ['ann', 'DISMISSED'],
      ],
      ['packages/git: 0 of 2 approvals of the last commit', 'packages/notes: 0 of 1 approvals'],
    ],
    [
      'words after it change nothing',
      [
        ['ann', 'APPROVED'],
        ['ben', 'APPROVED'],
        ['ann', 'COMMENTED'],
      ],
      [],
    ],
    [
      'of an older commit is enough for one of them',
      [
        ['ann', 'APPROVED', 'older'],
        ['ben', 'APPROVED', 'older'],
      ],
      ['packages/git: 0 of 2 approvals of the last commit'],
    ],
  ];
  test.each(cases)('%s', async (_, given, found) => {
    await using repo = await changed();
    const head = await repo.git('rev-parse', 'work');
    const reviews = given.map(([login, state, commit = head]): Review => ({ login, state, commit }));
    const pull = { number: 12, author: 'zoe', head, reviews };
    expect(await findingsOf(repo, pull)).toEqual(found.map((line) => `approvals ${line}`));
  });

  test('a pull request that has moved on, and none at all', async () => {
    await using repo = await changed();
    const [head, older] = [await repo.git('rev-parse', '--short=10', 'work'), 'f'.repeat(40)];
    expect(await findingsOf(repo, { number: 12, author: 'zoe', head: older, reviews: [] })).toEqual([
      `approvals #12: it was read at ${head}, and the pull request is at ffffffffff`,
    ]);
    const [verdict] = await checkChange(repo.path, { base: 'main', head: 'work', pull: { notRun: 'no pull request' } });
    expect(verdict).toMatchObject({ law: 'approvals', findings: [], notRun: 'no pull request' });
  });

  test('who has to look is what the base says, and is not loosened in the change itself', async () => {
    await using repo = await changed({
      'packages/git/package.json': record(1),
      'packages/notes/package.json': record(1, '@me'),
    });
    const head = await repo.git('rev-parse', 'work');
    const reviews = [{ login: 'ann', state: 'APPROVED', commit: head }];
    expect(await findingsOf(repo, { number: 1, author: 'zoe', head, reviews })).toEqual([
      'approvals packages/git: 1 of 2 approvals of the last commit (ann)',
      'owner-kept packages/git/package.json: cdev.reviewers goes from 2 to 1, with 1 more changed file of it',
      'owner-kept packages/notes/package.json: its owner goes from @team/two to @me, with 1 more changed file of it',
    ]);
  });
});

test('recorded-benchmarks: a changeset that names one comes with its figures', async () => {
  const changeset = { '.changeset/a.md': "---\n'@cdev/notes': minor\n---\n\nFaster (`pnpm bench notes 5`).\n" };
  await using old = await changed(changeset);
  expect(await findingsOf(old)).toEqual([
    'recorded-benchmarks .changeset/a.md: it names the benchmark notes, whose figures are those of before',
  ]);
  await using recorded = await changed({ ...changeset, 'tooling/benchmarks/README.md': figures('6 ms') });
  expect(await findingsOf(recorded)).toEqual([]);
});

test('reviews come from GitHub, page by page', async () => {
  const reviews = Array.from({ length: 130 }, (_, index) => ({
    user: index === 0 ? null : { login: `user-${index}` },
    state: 'APPROVED',
    commit_id: 'abc',
  }));
  await using service = await fakeService(({ path }): FakeAnswer => {
    if (path === '/repos/acme/app/pulls/12') return { body: { user: { login: 'zoe' }, head: { sha: 'abc' } } };
    const page = Number(/&page=(\d+)$/.exec(path)?.[1] ?? 1);
    const next = `<${service.url}/repos/acme/app/pulls/12/reviews?per_page=100&page=2>; rel="next"`;
    if (!path.startsWith('/repos/acme/app/pulls/12/reviews?per_page=100')) return { status: 404 };
    return { headers: page === 1 ? { link: next } : {}, body: reviews.slice((page - 1) * 100, page * 100) };
  });
  const patience = { signal: AbortSignal.timeout(30_000), maxWait: 0, clock: () => new Date(), onWait: () => {} };
  const github = openGithub(githubAccess({ GITHUB_API_URL: service.url }), patience);
  const pull = await readPullRequest(github, 'acme/app', 12);
  expect(pull).toMatchObject({ number: 12, author: 'zoe', head: 'abc' });
  expect(pull.reviews.map(({ login }) => login)).toEqual(reviews.slice(1).map((_, index) => `user-${index + 1}`));
  await expect(readPullRequest(github, 'acme/app', 13)).rejects.toMatchObject({ code: 'CDEV_E_GITHUB_NOT_FOUND' });
});
