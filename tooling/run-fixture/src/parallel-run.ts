import { join } from 'node:path';
import { openJournal, type Journal } from '@cdev/agent-run';
import {
  branchName,
  mergeOrder,
  planFile,
  planSchemaVersion,
  writePlan,
  type Check,
  type DeploymentPlan,
  type PathReviewers,
  type PlannedAgent,
  type SharedPath,
} from '@cdev/deployment-plan';
import { ensureExcluded } from '@cdev/git';
import { tempRepo, type TempRepo, type WorkingTree } from '@cdev/test-kit';

export interface AgentFixture extends Partial<Omit<PlannedAgent, 'id' | 'branch'>> {
  readonly owns: readonly string[];
}

export interface ParallelRunOptions {
  /** The first commit of `main`. */
  readonly files: Readonly<Record<string, string>>;
  readonly agents: Readonly<Record<string, AgentFixture>>;
  readonly shared?: readonly SharedPath[];
  readonly checks?: readonly Check[];
  readonly reviewers?: readonly PathReviewers[];
}

export interface ParallelRun extends AsyncDisposable {
  readonly repository: TempRepo;
  readonly commonDir: string;
  readonly plan: DeploymentPlan;
  readonly journal: Journal;
  /** The agents' worktrees, as spawn-agents leaves them: made, excluded `.cdev`, nothing done yet. */
  readonly worktrees: Readonly<Record<string, WorkingTree>>;
  /** What the journal says of an agent that has ended its work. */
  readonly finish: (agent: string) => Promise<void>;
}

const planId = 'demo-1-two-things';

export async function parallelRun({
  files,
  agents,
  shared = [],
  checks = [],
  reviewers,
}: ParallelRunOptions): Promise<ParallelRun> {
  const repository = await tempRepo(files);
  const commonDir = join(repository.path, '.git');
  const base = await repository.git('rev-parse', 'HEAD');
  const planned = Object.entries(agents).map(([id, given]) => agentOf(id, given));
  const plan: DeploymentPlan = {
    schemaVersion: planSchemaVersion,
    id: planId,
    title: 'Two things',
    issue: { id: 'DEMO-1', title: 'Two things' },
    base: { branch: 'main', commit: base },
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'run-fixture',
    agents: planned,
    shared,
    mergeOrder: mergeOrder(planned),
    checks,
    decisions: [],
    ...(reviewers && { reviewers }),
  };
  await ensureExcluded(commonDir, '/.cdev/');
  const file = planFile(commonDir, planId);
  await writePlan(file, plan);
  const journal = openJournal(commonDir, planId, 'run-fixture 0.0.0 1');
  await journal.append({ type: 'run-created', plan: file, target: 'main', base });
  const worktrees: Record<string, WorkingTree> = {};
  for (const { id, branch } of planned) {
    const tree = await repository.worktree(branch);
    worktrees[id] = tree;
    await journal.append({ type: 'workspace-created', agent: id, path: tree.path, branch, base });
    await journal.append({ type: 'workspace-ready', agent: id });
  }
  const finish = async (agent: string): Promise<void> => {
    await journal.append({
      type: 'agent-started',
      agent,
      attempt: 1,
      driver: 'command',
      pid: 1,
      startTime: 'never',
      log: join(repository.path, 'none.log'),
    });
    await journal.append({ type: 'agent-finished', agent, attempt: 1, verdict: 'done', exitCode: 0, duration: 1000 });
  };
  return { repository, commonDir, plan, journal, worktrees, finish, [Symbol.asyncDispose]: repository.remove };
}

function agentOf(id: string, given: AgentFixture): PlannedAgent {
  return {
    role: 'software engineer',
    title: `Make ${id}`,
    task: `Make ${id}.`,
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: [],
    checks: [],
    estimate: { minutes: 10, files: 1 },
    reasons: [],
    ...given,
    id,
    branch: branchName(planId, id),
  };
}
