import { openJournal, runPaths, runState, type AgentState, type Journal } from '@cdev/agent-run';
import { join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { checksOf, dependantsOf, findPlan, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import type { Check } from '@cdev/project-checks';
import pMap from 'p-map';
import { validateAgent, type AgentValidation } from './agent/validate-agent.ts';
import { errors } from './errors.ts';
import { verdictOf, type Finding } from './finding.ts';
import { writeReport, type ReportFormat } from './report/write-report.ts';
import { forecast, type MergeForecast } from './together/forecast.ts';

export interface ValidateOptions {
  readonly plan: string | undefined;
  /** Ids; empty for all that have committed something or were started. */
  readonly agents: readonly string[];
  /** Names of the plan's checks to run; empty for all. */
  readonly checks: readonly string[];
  /** Commands to run instead of the plan's. */
  readonly commands: readonly string[];
  /** Run no check; every one is then reported as not run. */
  readonly skipChecks: boolean;
  /** Agents looked at at a time. */
  readonly jobs: number;
  readonly report: string | undefined;
  readonly reportFormat: ReportFormat;
}

export interface ValidateResult {
  readonly plan: string;
  readonly title: string;
  readonly agents: readonly AgentValidation[];
  readonly together: MergeForecast;
  /** Files with the whole result. */
  readonly report: string;
}

/** Looks at every agent and at all of them together, records each verdict in the journal, and writes a report. */
export async function validateParallelWork(
  options: ValidateOptions,
  context: Context,
): Promise<Outcome<ValidateResult>> {
  if (!Number.isInteger(options.jobs) || options.jobs < 1)
    throw errors.make('CDEV_E_VALIDATE_JOBS_INVALID', { value: String(options.jobs) });
  const { cwd, signal } = context;
  const { commonDir } = await openRepository(cwd, { signal });
  const { plan } = await findPlan({ commonDir, cwd, reference: options.plan });
  const journal = openJournal(commonDir, plan.id, `${context.script.name} ${context.script.version} ${process.pid}`);
  const { agents: states } = runState(await journal.read(), { agents: plan.agents });
  const agents = chooseAgents(plan, options.agents);
  const validateOne = async (agent: PlannedAgent): Promise<AgentValidation> => {
    const task = context.progress.begin(agent.id);
    const checks = checksFor(plan, agent, options);
    const state = states.get(agent.id);
    const found = await validateAgent({
      cwd,
      commonDir,
      plan,
      agent,
      state,
      checks,
      signal,
      onStart: ({ command }) => task.update(command),
    });
    if (found.verdict === 'not-ready') task.failed('not ready');
    else task.done(found.verdict === 'warnings' ? 'ready, with warnings' : 'ready');
    return found;
  };
  const looked = await pMap(agents, validateOne, { concurrency: options.jobs });
  const validations = withDependencies(plan, looked);
  const together = await forecast(plan, validations, { cwd, signal });
  const result = { plan: plan.id, title: plan.title, agents: validations, together };
  const report = await writeReport(result, {
    file: options.report,
    format: options.reportFormat,
    folder: runPaths(commonDir, plan.id).reports,
    cwd,
  });
  await recordVerdicts(journal, validations, { states, report });
  return {
    result: { ...result, report },
    status: validations.every(({ verdict }) => verdict !== 'not-ready') ? 'ok' : 'findings',
  };
}

function chooseAgents(plan: DeploymentPlan, ids: readonly string[]): readonly PlannedAgent[] {
  const unknown = ids.find((id) => !plan.agents.some((agent) => agent.id === id));
  if (unknown !== undefined)
    throw errors.make('CDEV_E_VALIDATE_AGENT_UNKNOWN', {
      agent: unknown,
      plan: plan.id,
      known: plan.agents.map(({ id }) => id).join(', '),
    });
  return ids.length === 0 ? plan.agents : plan.agents.filter(({ id }) => ids.includes(id));
}

/** Those of the agent's and the plan's that are asked for. */
function checksFor(
  plan: DeploymentPlan,
  agent: PlannedAgent,
  { checks, commands, skipChecks }: ValidateOptions,
): readonly Check[] {
  if (commands.length > 0) return commands.map((command) => ({ name: command, command }));
  const all = checksOf(plan, agent.id);
  const unknown = checks.find((name) => !all.some((check) => check.name === name));
  if (unknown !== undefined)
    throw errors.make('CDEV_E_VALIDATE_CHECK_UNKNOWN', {
      check: unknown,
      known: all.map(({ name }) => name).join(', '),
    });
  if (skipChecks) return [];
  return checks.length === 0 ? all : all.filter(({ name }) => checks.includes(name));
}

/** Work that stands on work that is not ready is not ready. */
function withDependencies(plan: DeploymentPlan, validations: readonly AgentValidation[]): AgentValidation[] {
  const bad = validations.filter(({ verdict }) => verdict === 'not-ready').map(({ agent }) => agent);
  return validations.map((validation) => {
    const on = bad.filter((id) => dependantsOf(plan, id).includes(validation.agent));
    const added = on.map((id): Finding => ({
      rule: 'dependency-not-ready',
      severity: 'error',
      message: `it stands on the work of ${id}, which is not ready`,
    }));
    const findings = [...validation.findings, ...added];
    return { ...validation, findings, verdict: verdictOf(findings) };
  });
}

async function recordVerdicts(
  journal: Journal,
  validations: readonly AgentValidation[],
  { states, report }: { states: ReadonlyMap<string, AgentState>; report: string },
): Promise<void> {
  for (const { agent, commit, verdict, findings } of validations) {
    const state = states.get(agent);
    // Merged work is history; another verdict on it would only confuse.
    if (commit === undefined || state?.status === 'merged') continue;
    const reasons = findings.filter(({ severity }) => severity !== 'note').map(({ message }) => message);
    await journal.append({ type: 'validated', agent, commit, verdict, reasons, report: join(report) });
  }
}
