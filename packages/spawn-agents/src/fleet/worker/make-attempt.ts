import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from '@cdev/agent-fleet';
import { openJournal, runPaths } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { agentOf, parsePlan, planFile, writePlan } from '@cdev/deployment-plan';
import { git, openRepository, processStartTime, readFileAt, updateRef } from '@cdev/git';
import type { SpawnRun } from '../../open-run.ts';
import type { FleetTask } from '../fleet-task.ts';
import type { ObjectCache } from './object-cache.ts';

/** Where attempts are, below the cache's folder. */
export const attemptsFolder = 'attempts';

/** Whose an attempt's folder is, for those who find it when its worker is gone. */
export interface AttemptOwner {
  readonly pid: number;
  readonly startTime: string;
  readonly run: string;
  readonly task: string;
  /** The claim's number. */
  readonly attempt: number;
  readonly agent: string;
  readonly plan: string;
}

export const ownerFile = 'owner.json';

export interface AttemptPlace {
  readonly folder: string;
  readonly run: SpawnRun;
}

/**
 * A repository for one attempt alone, with the objects of the cache: what it has of refs, worktrees, journal, snapshots and locks is nobody else's, so a worker
 * that was paused and wakes up meets nobody, also on the same machine.
 */
export async function makeAttempt(
  cache: ObjectCache,
  { claim, task, dependencies }: { claim: Claim; task: FleetTask; dependencies: Readonly<Record<string, string>> },
  { script }: Pick<Context, 'script'>,
): Promise<AttemptPlace> {
  const folder = join(cache.folder, attemptsFolder, randomBytes(6).toString('hex'));
  const bare = join(folder, 'repository.git');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { run, task: id, attempt } = claim;
  const own = { pid: process.pid, startTime: processStartTime(process.pid), run, task: id, attempt };
  const owner: AttemptOwner = { ...own, agent: task.agent, plan: task.plan };
  await writeFile(join(folder, ownerFile), JSON.stringify(owner));
  const format = (
    await git(cache.repository, ['rev-parse', '--show-object-format'], { isQuestion: true })
  ).stdout.trim();
  await git(folder, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, bare], { hooks: false });
  await mkdir(join(bare, 'objects', 'info'), { recursive: true });
  await writeFile(join(bare, 'objects', 'info', 'alternates'), `${join(cache.repository, 'objects')}\n`);
  await appendFile(join(bare, 'config'), configuration(cache));
  const repository = await openRepository(bare);
  const { commonDir } = repository;
  const text = await readFileAt(cache.repository, task.brief.commit, 'plan.yaml');
  const plan = parsePlan(new TextDecoder().decode(text), 'plan.yaml');
  await writePlan(planFile(commonDir, plan.id), plan);
  const journal = openJournal(commonDir, plan.id, `${script.name} ${script.version} ${process.pid}`);
  const { target, base, start = base } = task;
  await journal.append({ type: 'run-created', plan: planFile(commonDir, plan.id), target, base });
  for (const [agent, commit] of Object.entries(dependencies))
    await journal.append({ type: 'committed', agent, commit, files: 0, complete: true });
  const { branch } = agentOf(plan, task.agent);
  await updateRef(repository, { ref: `refs/heads/${branch}`, to: start, from: undefined });
  const paths = runPaths(commonDir, plan.id);
  return { folder, run: { repository, root: bare, plan, planFile: planFile(commonDir, plan.id), paths, journal } };
}

/** What is missing in a partial clone is fetched from where the cache has it. */
function configuration({ url, isPartial }: ObjectCache): string {
  const promisor = isPartial ? '\tpromisor = true\n\tpartialclonefilter = blob:none\n' : '';
  const version = isPartial ? '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n' : '';
  const place = `[remote "origin"]\n\turl = "${url.replaceAll(/[\\"]/g, String.raw`\$&`)}"\n${promisor}`;
  return `[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n${version}${place}`;
}
