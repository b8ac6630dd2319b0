import { hasEnded, readEvents, runState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { findPlan, listPlans, type DeploymentPlan } from '@cdev/deployment-plan';
import { issueDigest, type Issue } from '@cdev/issue';
import { errors } from '../errors.ts';

export interface PlanPlace {
  readonly commonDir: string;
  readonly cwd: string;
}

/**
 * The plan of an issue as it stands now. Undefined when there is none, or only those of other issues of the same id, as each `issue.md` has, or of what the
 * issue said before and was done.
 * @throws CDEV_E_PARALLEL_ISSUE_CHANGED when it said something else when it was planned, and that plan is not done with.
 */
export async function planOfIssue(issue: Issue, { commonDir, cwd }: PlanPlace): Promise<DeploymentPlan | undefined> {
  const digest = issueDigest(issue);
  const wanted = issue.id.toLowerCase();
  const listed = await listPlans(commonDir);
  const plans = listed.plans.map(({ plan }) => plan).filter((plan) => plan.issue?.id.toLowerCase() === wanted);
  if (plans.length === 0) return planOfAncestors(issue.id, { commonDir, cwd });
  // Whoever noted no digest planned it as it is, as far as can be told.
  const current = plans.find((plan) => (plan.issue?.digest ?? digest) === digest);
  if (current) return current;
  const earlier = plans.find((plan) => isSame(issue, plan));
  if (!earlier) return undefined;
  const run = runState(await readEvents(commonDir, earlier.id), { agents: earlier.agents });
  if (hasEnded(run)) return undefined;
  throw errors.make('CDEV_E_PARALLEL_ISSUE_CHANGED', {
    issue: issue.id,
    plan: earlier.id,
    way:
      run.lastSeq === 0 ? `cdev decompose-parallel ${issue.id} --replace` : `cdev spawn-agents cleanup ${earlier.id}`,
  });
}

/** What is in a file is named by the file: under another title it is another issue. */
function isSame({ source, title }: Issue, plan: DeploymentPlan): boolean {
  return source === 'linear' || source === 'github' || plan.issue?.title === title;
}

/** What the Python scripts left has no issue that could be asked. */
async function planOfAncestors(reference: string, place: PlanPlace): Promise<DeploymentPlan | undefined> {
  try {
    return (await findPlan({ ...place, reference })).plan;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_PLAN_NOT_FOUND')) return undefined;
    throw error;
  }
}
