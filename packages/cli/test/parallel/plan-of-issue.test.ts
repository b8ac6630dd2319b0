import { openJournal } from '@cdev/agent-run';
import { planFile, writePlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { issueDigest, parseMarkdownIssue, type Issue } from '@cdev/issue';
import { tempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { planOfIssue } from '../../src/parallel/plan-of-issue.ts';

const issueOf = (text: string, more: Partial<Issue> = {}): Promise<Issue> =>
  parseMarkdownIssue(text, 'issue.md', { fetchedAt: '2026-01-01T00:00:00Z' }).then((issue) => ({ ...issue, ...more }));

const planned = (id: string, issue: Issue): DeploymentPlan => ({
  schemaVersion: 1,
  id,
  title: issue.title,
  issue: { id: issue.id, title: issue.title, digest: issueDigest(issue) },
  base: { branch: 'main', commit: '' },
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'test',
  agents: [],
  shared: [],
  claimable: [],
  mergeOrder: [],
  checks: [],
  decisions: [],
});

async function place(...plans: readonly DeploymentPlan[]) {
  const folder = await tempFolder();
  const commonDir = folder.path;
  for (const plan of plans) await writePlan(planFile(commonDir, plan.id), plan);
  return { commonDir, cwd: commonDir, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe('planOfIssue', () => {
  test('is the one that was made of what the issue says now, whichever is newer', async () => {
    const [first, second] = [await issueOf('# Lamp\n\nOn.'), await issueOf('# Lamp\n\nOff.')];
    await using at = await place(planned('issue-lamp', first), planned('issue-lamp-2', second));
    expect((await planOfIssue(first, at))?.id).toBe('issue-lamp');
    expect((await planOfIssue(second, at))?.id).toBe('issue-lamp-2');
  });

  test('is none for another issue in a file of the same name', async () => {
    await using at = await place(planned('issue-lamp', await issueOf('# Lamp\n\nOn.')));
    expect(await planOfIssue(await issueOf('# Chair\n\nOn.'), at)).toBeUndefined();
    expect(await planOfIssue(await issueOf('# Lamp\n\nOn.', { id: 'other' }), at)).toBeUndefined();
  });

  test('says that an issue was changed, with the way on, until its run has ended', async () => {
    const [before, now] = [await issueOf('# Lamp\n\nOn.'), await issueOf('# Lamp\n\nOff.')];
    await using at = await place(planned('issue-lamp', before));
    await expect(planOfIssue(now, at)).rejects.toMatchObject({
      code: 'CDEV_E_PARALLEL_ISSUE_CHANGED',
      steps: ['Go on by the plan as it is: cdev parallel --resume', expect.stringContaining('issue --replace')],
    });
    const journal = openJournal(at.commonDir, 'issue-lamp', 'test');
    await journal.append({ type: 'workspace-created', agent: 'a', path: '/a', branch: 'a', base: '1' });
    await expect(planOfIssue(now, at)).rejects.toMatchObject({
      steps: [expect.any(String), expect.stringContaining('cdev spawn-agents cleanup issue-lamp')],
    });
    await journal.append({ type: 'workspace-removed', agent: 'a', path: '/a' });
    expect(await planOfIssue(now, at)).toBeUndefined();
  });

  test('knows an issue of a tracker by its id, whatever it is called now', async () => {
    const [before, now] = [await issueOf('# Lamp\n\nOn.'), await issueOf('# Light\n\nOff.')];
    await using at = await place(planned('eng-1-lamp', { ...before, id: 'ENG-1' }));
    await expect(planOfIssue({ ...now, id: 'ENG-1', source: 'linear' }, at)).rejects.toMatchObject({
      code: 'CDEV_E_PARALLEL_ISSUE_CHANGED',
    });
  });

  test('is one of which nobody noted what the issue said', async () => {
    const issue = await issueOf('# Lamp\n\nOn.');
    const plan = planned('issue-lamp', issue);
    await using at = await place({ ...plan, issue: { id: issue.id, title: issue.title } });
    expect((await planOfIssue(await issueOf('# Lamp\n\nOff.'), at))?.id).toBe('issue-lamp');
  });
});
