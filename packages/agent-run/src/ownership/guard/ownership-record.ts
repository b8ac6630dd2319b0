import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agentOf, mayWrite, patternExpression, type DeploymentPlan } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';

/** What the hook of an agent's worktree judges by: who owns what, as regular expressions (flags `su`), so that it needs no package. */
export interface OwnershipRecord {
  readonly schemaVersion: 1;
  readonly plan: string;
  readonly agent: string;
  /** Short name. */
  readonly branch: string;
  /** Where the agent's work begins; '' when it is not known: then nothing is judged. */
  readonly base: string;
  /** Short names of branches that are not the agent's to move: the target and those of the other agents. */
  readonly others: readonly string[];
  readonly owns: readonly string[];
  readonly shared: readonly { readonly path: string; readonly isOwn: boolean }[];
  /** For the message: whose a foreign path is. */
  readonly owners: readonly { readonly agent: string; readonly owns: readonly string[] }[];
}

/** Its place in a worktree's own git directory: it goes when that goes. */
export function ownershipRecordFile(gitDir: string): string {
  return join(gitDir, 'cdev-ownership.json');
}

export interface RecordOptions {
  readonly agentId: string;
  readonly base: string;
  /** Default: the plan's base branch. */
  readonly target?: string | undefined;
}

export function ownershipRecord(plan: DeploymentPlan, { agentId, base, target }: RecordOptions): OwnershipRecord {
  const agent = agentOf(plan, agentId);
  const rest = plan.agents.filter(({ id }) => id !== agentId);
  const others = [target ?? plan.base.branch, ...rest.map(({ branch }) => branch)];
  return {
    schemaVersion: 1,
    plan: plan.id,
    agent: agentId,
    branch: agent.branch,
    base,
    others: others.filter((branch) => branch !== '' && branch !== agent.branch),
    owns: agent.owns.map(patternExpression),
    shared: plan.shared.map((entry) => ({ path: patternExpression(entry.path), isOwn: mayWrite(entry, agentId) })),
    owners: rest.map(({ id, owns }) => ({ agent: id, owns: owns.map(patternExpression) })),
  };
}

export async function writeOwnershipRecord(gitDir: string, record: OwnershipRecord): Promise<void> {
  await writeFileAtomic(ownershipRecordFile(gitDir), `${JSON.stringify(record)}\n`);
}

/** Undefined when there is none, or none that can be read. */
export async function readOwnershipRecord(gitDir: string): Promise<OwnershipRecord | undefined> {
  try {
    return JSON.parse(await readFile(ownershipRecordFile(gitDir), 'utf8')) as OwnershipRecord;
  } catch {
    return undefined;
  }
}
