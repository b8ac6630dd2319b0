import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents, runState } from '@cdev/agent-run';
import { listPlans } from '@cdev/deployment-plan';
import { git, listWorktrees } from '@cdev/git';
import type { Victim } from './victim.ts';

/** What must be the same at the end, however often it was killed on the way. */
export interface End {
  /** The target's tree, and each agent's. */
  readonly trees: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly integration: string;
  readonly dirty: string;
  /** What `git fsck` finds wrong. */
  readonly broken: string;
}

export async function observeEnd({ repository }: Victim): Promise<End> {
  const commonDir = join(repository, '.git');
  const { stdout } = await git(repository, ['for-each-ref', '--format=%(refname) %(tree)', 'refs/heads']);
  const trees = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
  const plan = (await listPlans(commonDir)).plans[0]?.plan;
  const state = plan && runState(await readEvents(commonDir, plan.id), { agents: plan.agents });
  return {
    trees,
    statuses: Object.fromEntries([...(state?.agents ?? [])].map(([id, { status }]) => [id, status])),
    integration: state?.integration.status ?? 'none',
    dirty: (await git(repository, ['status', '--porcelain'])).stdout,
    broken: (await git(repository, ['fsck', '--no-dangling', '--no-progress'], { allowFailure: true })).stdout,
  };
}

/** Contents that agents left in their worktrees at this moment, as git would name them. */
export async function worktreeBlobs({ repository }: Victim): Promise<Map<string, string>> {
  const blobs = new Map<string, string>();
  for (const { path } of await listWorktrees(repository)) {
    if (path === repository || !existsSync(join(path, 'src'))) continue;
    const files = readdirSync(join(path, 'src'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const file of files) {
      const full = join(file.parentPath, file.name);
      const { stdout } = await git(repository, ['hash-object', '--stdin'], { input: readFileSync(full) });
      // An empty file is one that was being opened; there is no byte in it to lose.
      if (readFileSync(full).length > 0) blobs.set(stdout.trim(), full);
    }
  }
  return blobs;
}

/** Of these contents, those that no ref leads to any more. */
export async function lostBlobs({ repository }: Victim, blobs: ReadonlyMap<string, string>): Promise<string[]> {
  const { stdout } = await git(repository, ['rev-list', '--objects', '--all'], { maxOutput: 200_000_000 });
  const kept = new Set(stdout.split('\n').map((line) => line.slice(0, 40)));
  const inWorktrees = new Set((await worktreeBlobs({ repository } as Victim)).keys());
  return [...blobs].filter(([oid]) => !kept.has(oid) && !inWorktrees.has(oid)).map(([oid, path]) => `${path} (${oid})`);
}
