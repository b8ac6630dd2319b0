import { join } from 'node:path';
import { openJournal, readEvents, runState, type AgentState, type Journal, type RunEvent } from '@cdev/agent-run';
import type { Outcome } from '@cdev/core/cli';
import { mergeOrder, planFile, planSchemaVersion, writePlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { tempRepo, testContext, type TempRepo, type TestContextOptions } from '@cdev/test-kit';
import { agentOf, planId, type AgentFields } from './planned-agent.ts';
import { spawnAgents, type SpawnedAgent, type SpawnOptions, type SpawnResult } from '../src/index.ts';

export interface PlannedRepoOptions extends Partial<Pick<DeploymentPlan, 'shared' | 'checks' | 'base'>> {
  readonly files?: Readonly<Record<string, string>>;
}

export interface PlannedRepo extends AsyncDisposable {
  readonly repo: TempRepo;
  readonly plan: DeploymentPlan;
  readonly commonDir: string;
  readonly journal: Journal;
  readonly spawn: (
    options?: Partial<SpawnOptions>,
    context?: Partial<TestContextOptions>,
  ) => Promise<Outcome<SpawnResult>>;
  /** The folder of an agent's worktree, as the journal says. */
  readonly worktree: (agent: string) => Promise<string>;
  readonly state: (agent: string) => Promise<AgentState>;
  readonly events: () => Promise<readonly RunEvent[]>;
}

export { planId };

export const plain: SpawnOptions = {
  plan: undefined,
  run: false,
  resume: false,
  driver: undefined,
  command: undefined,
  agentArguments: [],
  permissions: 'edit',
  maxParallel: undefined,
  timeLimit: 60_000,
  attempts: 1,
  backOff: 1,
  sameSession: false,
  snapshotEvery: 0,
  only: [],
  retry: [],
  target: undefined,
  worktrees: undefined,
  sparse: false,
  dependencies: 'none',
  setup: undefined,
  isDryRun: false,
};

/** An agent that does its work: one file in its own folder. */
export const worker = 'mkdir -p "src/$CDEV_AGENT" && echo "made by $CDEV_AGENT" > "src/$CDEV_AGENT/made.txt"';

/** A repository with a stored plan for the agents; nothing has been begun. */
export async function plannedRepo(agents: AgentFields, options: PlannedRepoOptions = {}): Promise<PlannedRepo> {
  const { files = { 'README.md': '# Things\n' }, ...fields } = options;
  const repo = await tempRepo(files);
  const commonDir = join(repo.path, '.git');
  const planned = Object.entries(agents).map(([id, given]) => agentOf(id, given));
  const plan: DeploymentPlan = {
    schemaVersion: planSchemaVersion,
    id: planId,
    title: 'Things',
    issue: { id: 'DEMO-1', title: 'Things' },
    base: { branch: 'main', commit: await repo.git('rev-parse', 'HEAD') },
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'test',
    agents: planned,
    shared: [],
    mergeOrder: mergeOrder(planned),
    checks: [],
    decisions: [],
    ...fields,
  };
  await writePlan(planFile(commonDir, planId), plan);
  const events = () => readEvents(commonDir, planId);
  const state = async (agent: string): Promise<AgentState> =>
    runState(await events(), plan).agents.get(agent) as AgentState;
  return {
    repo,
    plan,
    commonDir,
    journal: openJournal(commonDir, planId, 'test 0.0.0 1'),
    spawn: (changes = {}, context = {}) =>
      spawnAgents({ ...plain, ...changes }, testContext({ cwd: repo.path, ...context })),
    worktree: async (agent) => (await state(agent)).workspace as string,
    state,
    events,
    [Symbol.asyncDispose]: () => repo.remove(),
  };
}

/** The agent's part of a result. */
export function of({ result }: Outcome<SpawnResult>, agent: string): SpawnedAgent {
  return result.agents.find((one) => one.agent === agent) as SpawnedAgent;
}

/** `agent: verdict` of those that were to run. */
export function verdicts({ result }: Outcome<SpawnResult>): Readonly<Record<string, string>> {
  return Object.fromEntries(result.agents.flatMap(({ agent, run }) => (run ? [[agent, run.verdict]] : [])));
}
