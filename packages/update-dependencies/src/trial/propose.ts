import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { git, listWorktrees, resolveCommit, updateRef, type Repository } from '@cdev/git';
import type { UpdateGroup } from '../group/update-group.ts';
import { changesetText, trailer } from './notes.ts';

export interface Proposal {
  readonly branch: string;
  readonly commit: string;
}

export function branchOf({ name }: Pick<UpdateGroup, 'name'>): string {
  return `cdev/update/${name}`;
}

/** Why the branch is not ours to move; undefined when it is, or is not there yet. */
export async function holdOf(repository: Repository, branch: string): Promise<string | undefined> {
  const tip = await resolveCommit(repository, `refs/heads/${branch}`);
  if (tip === undefined) return undefined;
  const trees = await listWorktrees(repository);
  const tree = trees.find((one) => one.branch === branch || one.branch === `refs/heads/${branch}`);
  if (tree) return `${branch} is checked out in ${tree.path}`;
  const { stdout } = await git(repository, ['log', '-1', '--format=%B', tip], { isQuestion: true });
  return stdout.includes(trailer) ? undefined : `${branch} has work of somebody else on it`;
}

/** Commits everything in the tree and puts the branch there, if it is where it was. */
export async function propose(
  tree: string,
  group: UpdateGroup,
  {
    message,
    root,
    repository,
    signal,
  }: { readonly message: string; readonly root: string; readonly repository: Repository } & Pick<Context, 'signal'>,
): Promise<Proposal> {
  if (group.ships.length > 0 && existsSync(join(root, '.changeset/config.json'))) {
    const file = join(root, '.changeset', `update-${group.name}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, changesetText(group));
  }
  const branch = branchOf(group);
  const before = await resolveCommit(repository, `refs/heads/${branch}`);
  await git(tree, ['add', '--all'], { signal });
  await git(tree, ['commit', '--quiet', '--no-verify', '--file=-'], { signal, hooks: false, input: message });
  const { stdout } = await git(tree, ['rev-parse', 'HEAD'], { signal });
  const commit = stdout.trim();
  await updateRef(repository, { ref: `refs/heads/${branch}`, to: commit, from: before, reason: group.title });
  return { branch, commit };
}
