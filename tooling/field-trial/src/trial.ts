import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPlans, planFile, serialisePlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { git, openRepository, writeFileAtomic } from '@cdev/git';
import type { TrialRepository } from './repositories.ts';

export interface TrialPlaces {
  /** Has a git directory `<owner+name>/repo` for each repository. */
  readonly mirrors: string;
  /** Where the clones are made, and used again. */
  readonly work: string;
}

export interface TrialRow {
  readonly repository: string;
  readonly files: number;
  readonly parts: number;
  readonly agents: number;
  readonly plan: string;
  /** Seconds, like those that follow. */
  readonly planning: number;
  readonly worktrees: number;
  readonly working: number;
  readonly integrating: number;
  readonly tests: string;
}

interface Ended {
  readonly exitCode: number | null;
  readonly seconds: number;
}

const cdev = fileURLToPath(new URL('bin/cdev.js', import.meta.resolve('@cdev/cli/package.json')));

/** The commands that a person types, one after the other, on a clone of its own. */
export async function trial(repository: TrialRepository, places: TrialPlaces): Promise<TrialRow> {
  const folder = await prepare(repository, places);
  const own = fileURLToPath(new URL(`../repositories/${repository.name}/`, import.meta.url));
  const home = join(places.work, 'home');
  const run = (...args: string[]): Promise<Ended> => start([process.execPath, cdev, ...args], { folder, home });
  const planning = await run('decompose-parallel', join(own, 'issue.md'));
  const plan = await narrowChecks(folder, repository);
  const check = await run('decompose-parallel', 'check', plan.id);
  const worktrees = await run('spawn-agents', plan.id);
  const agent = `node "${join(own, 'agent.mjs')}"`;
  const working = await run('spawn-agents', plan.id, '--run', '--command', agent);
  await run('monitor-agents', plan.id, '--once');
  await run('agent-commit', '--plan', plan.id, '--all');
  await run('validate-parallel-work', plan.id);
  const integrating = await run('integrate-parallel-work', plan.id, '--yes');
  const { stdout } = await git(folder, ['ls-tree', '-r', '--name-only', plan.base.commit]);
  return {
    repository: repository.mirror.replace('+', '/'),
    files: stdout.trim().split('\n').length,
    parts: [...readFileSync(join(own, 'issue.md'), 'utf8').matchAll(/^##+ /gm)].length,
    agents: plan.agents.length,
    plan: check.exitCode === 0 ? 'valid' : 'invalid',
    planning: planning.seconds,
    worktrees: worktrees.seconds,
    working: working.seconds,
    integrating: integrating.seconds,
    tests: integrating.exitCode === 0 ? 'pass' : `exit code ${integrating.exitCode}`,
  };
}

/** The same by one command; stops after the plan once, to narrow its checks. */
export async function trialAtOnce(repository: TrialRepository, places: TrialPlaces): Promise<Ended> {
  const folder = await prepare(repository, places);
  const own = fileURLToPath(new URL(`../repositories/${repository.name}/`, import.meta.url));
  const args = ['parallel', '--issue', join(own, 'issue.md'), '--command', `node "${join(own, 'agent.mjs')}"`, '--yes'];
  const home = join(places.work, 'home');
  await start([process.execPath, cdev, ...args, '--until', 'plan'], { folder, home });
  await narrowChecks(folder, repository);
  return start([process.execPath, cdev, ...args], { folder, home });
}

/** A clone with its dependencies; one that is there already, with them, is used as it is. */
async function prepare({ name, mirror, install }: TrialRepository, { mirrors, work }: TrialPlaces): Promise<string> {
  mkdirSync(work, { recursive: true });
  const folder = join(work, name);
  if (!existsSync(folder)) await git(work, ['clone', '--quiet', join(mirrors, mirror, 'repo'), folder]);
  for (const [key, value] of [
    ['user.name', 'field trial'],
    ['user.email', 'trial@example.org'],
  ] as const)
    await git(folder, ['config', key, value]);
  if (existsSync(join(folder, 'node_modules'))) return folder;
  const { exitCode } = await start(['sh', '-c', install], { folder, home: join(work, 'home') });
  if (exitCode !== 0) throw new Error(`${name}: "${install}" ended with ${exitCode}`);
  return folder;
}

/** What a person does with a plan whose checks take too long: writes others into it. */
async function narrowChecks(folder: string, { checks }: TrialRepository): Promise<DeploymentPlan> {
  const { commonDir } = await openRepository(folder);
  const plan = (await listPlans(commonDir)).plans[0]?.plan;
  if (!plan) throw new Error(`${folder} has no plan`);
  const narrowed = { ...plan, checks, agents: plan.agents.map((agent) => ({ ...agent, checks: [] })) };
  await writeFileAtomic(planFile(commonDir, plan.id), serialisePlan(narrowed));
  return narrowed;
}

function start([program = '', ...args]: readonly string[], at: { folder: string; home: string }): Promise<Ended> {
  const started = performance.now();
  process.stderr.write(`\n$ ${args.slice(1).join(' ')}\n`);
  const env = { ...process.env, CDEV_HOME: at.home, NO_COLOR: '1', NODE_OPTIONS: undefined };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: at.folder, env, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('exit', (exitCode) => resolve({ exitCode, seconds: (performance.now() - started) / 1000 }));
  });
}
