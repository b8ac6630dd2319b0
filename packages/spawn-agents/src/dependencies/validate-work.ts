import { dirname, join } from 'node:path';
import { snapshotRef, worktreeFolder } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checksOf } from '@cdev/deployment-plan';
import { listWorktrees, resolveCommit, resolveTree, withLock } from '@cdev/git';
import type { Check, CheckRun, SharedChecks } from '@cdev/project-checks';
import { isFatal } from '../is-fatal.ts';
import { currentPlan, stateOf, type SpawnRun } from '../open-run.ts';

export interface WorkValidation {
  /** Why nobody may build on the committed work of an agent yet; undefined when they may. */
  readonly problemOf: (agent: string) => Promise<string | undefined>;
  /** Takes away what it needed. */
  readonly close: () => Promise<void>;
}

export interface ValidateWorkOptions {
  /** What the agents' own workspaces are set up by. */
  readonly setup: string | undefined;
  /** Where results are kept; default: with the repository. */
  readonly store?: string | undefined;
  /** Where other machines have theirs; default: none is asked. */
  readonly shared?: SharedChecks | undefined;
  /** Who reads the problem has not the files of this machine: what a check printed last is said instead of where it is. */
  readonly isReadElsewhere?: boolean | undefined;
}

/** No agent can have this name, so its folder, branch and refs are nobody's. */
const validator = '_validation';

/**
 * Holds committed work against the checks of the plan before others build on it: on the commit's own tree, in a worktree in which no agent works, unless that tree
 * has passed before (an earlier run, `validate-parallel-work` and the integration share their results). What does not pass goes into the journal as not ready.
 */
export function validateWork(
  run: SpawnRun,
  { setup, store, shared, isReadElsewhere = false }: ValidateWorkOptions,
  context: Context,
): WorkValidation {
  const { repository, plan, paths, journal } = run;
  const { signal, env, log, progress } = context;
  const lock = join(repository.commonDir, 'cdev', 'locks', `validation-${plan.id}.lock`);
  const branch = `cdev/${plan.id}/${validator}`;
  const usual = worktreeFolder({ repositoryRoot: run.root, planId: plan.id, agentId: validator });
  const kept = { repository, branch, snapshotRef: snapshotRef(plan.id, validator) };

  const check = async (agent: string, commit: string, checks: readonly Check[]): Promise<string | undefined> => {
    const task = progress.begin(`${agent}: checks`);
    const { workspace } = await stateOf(run, agent);
    const path = workspace === undefined ? usual : join(dirname(workspace), validator);
    // Runners of every kind of project come with them, and most plans need none here.
    const { checkCommit } = await import('@cdev/project-checks');
    const { openBench } = await import('@cdev/workspace');
    try {
      const runs = await checkCommit({
        repository,
        bench: () => openBench({ ...kept, path }, { start: commit, signal }),
        commit,
        tree: await resolveTree(repository, commit),
        checks,
        logFolder: join(paths.logs, 'checks', agent),
        store,
        shared,
        setup: setup === undefined ? undefined : [setup],
        env,
        signal,
        log,
        onStart: ({ command }) => task.update(command),
      });
      const bad = runs.filter(({ status }) => status === 'failed' || status === 'timed-out');
      if (bad.length === 0) {
        const silent = runs.filter(({ status }) => status === 'not-run');
        for (const { name, reason } of silent) progress.note(`${agent}: ${name} checked nothing (${reason})`);
        task.done(silent.length === 0 ? 'passed' : 'not all of them checked something');
        return undefined;
      }
      const reasons = bad.map(
        ({ name, command, status, reason }) => `${name} ${status.replace('-', ' ')} (${reason}): ${command}`,
      );
      task.failed(reasons[0]);
      const report = bad[0]?.log;
      const verdict = {
        agent,
        commit,
        verdict: 'not-ready',
        reasons,
        ...(report !== undefined && { report }),
      } as const;
      await journal.append({ type: 'validated', ...verdict });
      return [...reasons, ...printed(bad[0], isReadElsewhere)].join('\n');
    } catch (error) {
      task.failed((error as Error).message.split('\n')[0]);
      if (!isCdevError(error) || isFatal(error)) throw error;
      return `it could not be checked: ${error.message}`;
    }
  };

  return {
    problemOf: async (agent) => {
      const checks = checksOf(await currentPlan(run), agent);
      const { commit, status } = await stateOf(run, agent);
      // What is merged was checked by the integration.
      if (checks.length === 0 || commit === undefined || status === 'merged') return undefined;
      try {
        return await withLock(lock, { what: `the checks of ${plan.id}`, waitLimit: 2 ** 31 - 1, signal }, () =>
          check(agent, commit, checks),
        );
      } catch (error) {
        if (signal.aborted) return 'it was not checked: the run was interrupted';
        throw error;
      }
    },
    close: async () => {
      // Also what a run that was killed has left: the branch is made first and goes last.
      if ((await resolveCommit(repository, `refs/heads/${branch}`)) === undefined) return;
      const { closeBench } = await import('@cdev/workspace');
      const there = (await listWorktrees(repository)).find((worktree) => worktree.branch === branch)?.path;
      const path = there ?? usual;
      try {
        const what = `the end of the checks of ${plan.id}`;
        await withLock(lock, { what, waitLimit: 0 }, () => closeBench({ ...kept, path }));
      } catch (error) {
        // Another run checks in it, and takes it away when it ends.
        if (!isCdevError(error, 'CDEV_E_GIT_LOCK_HELD')) throw error;
      }
    },
  };
}

/** Characters of what a check printed that go to another machine; the engine takes 2,000 with the reasons. */
const mostPrinted = 1200;

function printed(bad: CheckRun | undefined, isReadElsewhere: boolean): string[] {
  if (!isReadElsewhere) return bad?.log === undefined ? [] : [`what it printed: ${bad.log}`];
  const tail = bad?.tail.trim() ?? '';
  return tail === '' ? [] : [`what it printed:\n${tail.slice(-mostPrinted)}`];
}
