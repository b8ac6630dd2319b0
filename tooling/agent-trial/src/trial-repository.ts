import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import { planFile, planSchemaVersion, writePlan, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';

export interface TrialRepository {
  readonly path: string;
  readonly commonDir: string;
  readonly plan: DeploymentPlan;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

/** A small repository, and a plan in it with an agent for each name, which owns `src/<name>/**`. */
export async function makeTrialRepository(path: string, names: readonly string[]): Promise<TrialRepository> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (
      await run('git', ['-C', path, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: dirname(path),
      })
    ).stdout.trim();
  await mkdir(path, { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Ada');
  await git('config', 'user.email', 'ada@example.com');
  await writeFile(join(path, 'README.md'), '# Trial\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'First');
  const commonDir = join(path, '.git');
  const plan: DeploymentPlan = {
    schemaVersion: planSchemaVersion,
    id: 'trial',
    title: 'Real assistants',
    base: { branch: 'main', commit: await git('rev-parse', 'HEAD') },
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'agent-trial',
    agents: names.map(agentOf),
    shared: [],
    mergeOrder: names,
    checks: [{ name: 'readme', command: 'grep -q "^# Trial$" README.md' }],
    decisions: [],
  };
  await writePlan(planFile(commonDir, plan.id), plan);
  return { path, commonDir, plan, git };
}

function agentOf(id: string): PlannedAgent {
  return {
    id,
    role: 'Developer',
    title: `The part ${id}`,
    task: `Write src/${id}/made.txt.`,
    branch: `cdev/trial/${id}`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: [],
    checks: [],
    estimate: { minutes: 1, files: 1 },
    reasons: [],
  };
}
