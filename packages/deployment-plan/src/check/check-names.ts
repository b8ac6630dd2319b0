import { branchName } from '../plan-names.ts';
import type { DeploymentPlan } from '../plan.ts';
import { errorFinding, warningFinding, type PlanFinding } from './plan-finding.ts';

const slugForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Ids, branches and the base: what becomes a name in git or on disk. */
export function checkNames(plan: DeploymentPlan): readonly PlanFinding[] {
  return [...checkPlanNames(plan), ...plan.agents.flatMap((_, index) => checkAgentNames(plan, index))];
}

function checkPlanNames({ id, base, agents }: DeploymentPlan): readonly PlanFinding[] {
  const findings: PlanFinding[] = [];
  if (!slugForm.test(id) || id.length > 100)
    findings.push(
      errorFinding('plan-id', 'id', {
        message: `"${id}" cannot name branches and folders`,
        fix: 'Use a-z, 0-9 and single hyphens, at most 100',
      }),
    );
  if (agents.length === 0)
    findings.push(errorFinding('agents-missing', 'agents', { message: 'The plan has no agents', fix: 'Add one' }));
  if (base.commit === '' || base.branch === '')
    findings.push(
      warningFinding('base-unknown', 'base', {
        message: 'The plan does not say from which branch and commit it starts',
        fix: 'The branch and commit of the start are taken when the agents are spawned',
      }),
    );
  if (base.commit !== '' && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(base.commit))
    findings.push(
      errorFinding('base-commit', 'base.commit', {
        message: `"${base.commit}" is no full commit id`,
        fix: 'Write all of it: git rev-parse <branch>',
      }),
    );
  return findings;
}

function checkAgentNames({ id: planId, agents }: DeploymentPlan, index: number): readonly PlanFinding[] {
  const agent = agents[index];
  if (!agent) return [];
  const { id, branch } = agent;
  const where = `agents[${index}]`;
  const findings: PlanFinding[] = [];
  if (!slugForm.test(id) || id.length > 60)
    findings.push(
      errorFinding('agent-id', `${where}.id`, {
        message: `"${id}" cannot name a branch and a folder`,
        fix: 'Use a-z, 0-9 and single hyphens, at most 60',
      }),
    );
  if (agents.findIndex((other) => other.id === id) < index)
    findings.push(
      errorFinding('agent-id-repeated', `${where}.id`, {
        message: `Two agents are called "${id}"`,
        fix: 'Give one of them another id',
      }),
    );
  const problem = branchProblem(branch);
  if (problem !== undefined)
    findings.push(
      errorFinding('branch-name', `${where}.branch`, {
        message: `"${branch}" is no branch name: ${problem}`,
        fix: `Use ${branchName(planId, id)}`,
      }),
    );
  const other = agents.slice(0, index).find((before) => collide(before.branch, branch));
  if (other)
    findings.push(
      errorFinding('branch-repeated', `${where}.branch`, {
        message: `${branch} and ${other.branch} of ${other.id} cannot both exist`,
        fix: `Use ${branchName(planId, id)}`,
      }),
    );
  return findings;
}

/** What is wrong with the name of a branch, by the rules of `git check-ref-format --branch`; undefined for a good name. */
export function branchProblem(branch: string): string | undefined {
  if (branch === '') return 'it is empty';
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0020\u007F~^:?*[\\]/.test(branch)) return 'it has a space or one of ~ ^ : ? * [ \\';
  if (/\.\.|@\{|\/\/|^\/|\/$|\.$/.test(branch)) return 'it has .., @{, // or ends with a slash or dot';
  if (branch === '@' || branch === 'HEAD' || branch.startsWith('-')) return 'git gives it another meaning';
  if (branch.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock')))
    return 'a part starts with a dot or ends with .lock';
  return undefined;
}

/** A branch is a file: `a` and `a/b` exclude each other. Some file systems take `A` for `a`. */
function collide(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
