import { isAtWork, workBase, type AgentState, type WorkTip } from '@cdev/agent-run';
import type { DeploymentPlan, PlannedAgent } from '@cdev/deployment-plan';
import { resolveCommit, status } from '@cdev/git';
import type { Check, CheckRun } from '@cdev/project-checks';
import { errors } from '../errors.ts';
import { verdictOf, type Finding, type Verdict } from '../finding.ts';
import { checkContent } from './check-content.ts';
import { checkOwnership } from './check-ownership.ts';
import { checkWorktree } from './check-worktree.ts';

export interface AgentValidation {
  readonly agent: string;
  readonly verdict: Verdict;
  /** The tip of its branch, which is what was looked at; absent when there is none. */
  readonly commit?: string;
  /** Where its own work begins. */
  readonly base?: string;
  readonly changed: readonly string[];
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckRun[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface ValidateAgentOptions {
  readonly cwd: string;
  readonly commonDir: string;
  readonly plan: DeploymentPlan;
  readonly agent: PlannedAgent;
  readonly state: AgentState | undefined;
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly onStart: (check: Check) => void;
}

/** Is this agent's work, as it stands on its branch, ready? Changes nothing. @throws CDEV_E_VALIDATE_BASE_UNKNOWN */
export async function validateAgent(options: ValidateAgentOptions): Promise<AgentValidation> {
  const { cwd, plan, agent, state } = options;
  const started = performance.now();
  const commit = await resolveCommit(cwd, `refs/heads/${agent.branch}`);
  const base = commit === undefined ? undefined : await baseOf(cwd, { plan, state, tip: commit });
  const ended = (fields: Partial<AgentValidation>): AgentValidation => {
    const findings = fields.findings ?? [];
    return {
      agent: agent.id,
      verdict: verdictOf(findings),
      changed: [],
      checks: [],
      ...fields,
      findings,
      duration: Math.round(performance.now() - started),
    };
  };
  if (commit === undefined || base === undefined || commit === base || commit === plan.base.commit) {
    return ended({ findings: [{ rule: 'no-commit', severity: 'error', message: 'it has committed nothing' }] });
  }
  const ownership = await checkOwnership(plan, agent.id, { cwd, base, commit });
  const { checks, findings } = await checkWorktree({
    ...options,
    planId: plan.id,
    agentId: agent.id,
    worktree: state?.workspace,
    commit,
  });
  return ended({
    commit,
    base,
    changed: ownership.changed,
    checks,
    findings: [
      ...(await stateFindings(state)),
      ...ownership.findings,
      ...(await checkContent(cwd, base, commit)),
      ...findings,
    ],
  });
}

async function baseOf(cwd: string, work: WorkTip & { readonly plan: DeploymentPlan }): Promise<string> {
  const base = await workBase(cwd, work);
  if (base !== undefined) return base;
  const { id, base: planned } = work.plan;
  throw errors.make('CDEV_E_VALIDATE_BASE_UNKNOWN', { plan: id, base: planned.commit || planned.branch });
}

async function stateFindings(state: AgentState | undefined): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (isAtWork(state)) {
    findings.push({ rule: 'still-running', severity: 'error', message: 'it is still at work' });
  }
  if (state?.complete === false)
    findings.push({ rule: 'not-complete', severity: 'error', message: 'its work was committed as partial' });
  const left = state?.workspace === undefined ? [] : await status(state.workspace).catch(() => []);
  if (left.length > 0) {
    const paths = left
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ');
    findings.push({
      rule: 'uncommitted',
      severity: 'warning',
      message: `its worktree has ${left.length} uncommitted ${left.length === 1 ? 'change' : 'changes'} that will not be merged: ${paths}${left.length > 3 ? ', …' : ''}`,
    });
  }
  return findings;
}
