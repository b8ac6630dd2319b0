import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { authorVariables, type Identity, type Repository } from '@cdev/git';
import { callHook } from './call-hook.ts';
import type { HookOptions, HookRun } from './hook-run.ts';

export interface PostCommitOptions {
  readonly agentId: string;
  readonly author: Identity | undefined;
  readonly hooks: HookOptions;
  readonly signal: AbortSignal | undefined;
}

/** Runs `post-commit`. The commit is made: a failure is told and undoes nothing. */
export async function tellPostCommit(
  repository: Repository,
  { agentId, author, hooks, signal }: PostCommitOptions,
): Promise<HookRun> {
  const name = 'post-commit';
  const place = { repository, agentId, options: hooks, index: join(repository.gitDir, 'index'), signal };
  try {
    await callHook({ ...place, author: await authorVariables(repository, author) }, name);
    return { name, status: 'passed' };
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    const { output } = error.details as { readonly output?: string };
    return { name, status: 'failed', reason: output === undefined || output === '' ? error.message : output };
  }
}
