import { join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import { resolveCommit, resolveTree, status } from '@cdev/git';
import { checkCacheOf, readCheckResult, runChecks, type Check, type CheckRun } from '@cdev/project-checks';
import type { Finding } from '../finding.ts';

export interface WorktreeCheckOptions {
  readonly commonDir: string;
  readonly planId: string;
  readonly agentId: string;
  readonly worktree: string | undefined;
  readonly commit: string;
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly onStart: (check: Check) => void;
}

export interface WorktreeChecks {
  readonly checks: readonly CheckRun[];
  readonly findings: readonly Finding[];
}

/**
 * Runs the checks in the agent's own worktree, provided that it holds exactly the commit that is validated: a result for other files
 * would say nothing of it. What has passed on the commit's tree before, on whatever machine, is known without; what could not be run is said so.
 */
export async function checkWorktree(options: WorktreeCheckOptions): Promise<WorktreeChecks> {
  const { worktree, commit, checks } = options;
  if (checks.length === 0)
    return {
      checks: [],
      findings: [
        { rule: 'nothing-checked', severity: 'warning', message: 'the plan names no check, so nothing was run' },
      ],
    };
  const obstacle = await obstacleTo(worktree, commit);
  if (worktree === undefined || obstacle !== undefined) {
    const reason = obstacle ?? 'it has no worktree';
    const cache = checkCacheOf(options, await resolveTree(options.commonDir, commit));
    const known = await Promise.all(
      checks.map(async (check): Promise<CheckRun> => {
        const { name, command } = check;
        const result = await readCheckResult(cache, check);
        return result === undefined
          ? { name, command, status: 'not-run', reason, duration: 0, tail: '', cached: false }
          : { ...result, name, cached: true };
      }),
    );
    const message = `its checks were not run: ${reason}`;
    const isKnown = known.every(({ status: outcome }) => outcome === 'passed');
    return { checks: known, findings: isKnown ? [] : [{ rule: 'check-not-run', severity: 'warning', message }] };
  }
  const runs = await runChecks({
    cwd: worktree,
    checks,
    signal: options.signal,
    logFolder: join(runPaths(options.commonDir, options.planId).reports, 'checks', options.agentId),
    cache: checkCacheOf(options, await resolveTree(worktree, commit)),
    onStart: options.onStart,
  });
  return { checks: runs, findings: runs.flatMap(findingOf) };
}

async function obstacleTo(worktree: string | undefined, commit: string): Promise<string | undefined> {
  if (worktree === undefined) return 'it has no worktree';
  const head = await resolveCommit(worktree, 'HEAD').catch(() => undefined);
  if (head === undefined) return 'its worktree is gone';
  if (head !== commit) return `its worktree is at ${head.slice(0, 9)}, not at the commit that is validated`;
  return (await status(worktree)).length > 0 ? 'its worktree has uncommitted changes' : undefined;
}

function findingOf({ name, command, status: outcome, reason }: CheckRun): Finding[] {
  if (outcome === 'passed') return [];
  if (outcome === 'not-run')
    return [
      { rule: 'check-not-run', severity: 'warning', message: `${name} did not check anything (${reason}): ${command}` },
    ];
  return [
    {
      rule: 'check-failed',
      severity: 'error',
      message: `${name} ${outcome === 'failed' ? 'failed' : 'took too long'} (${reason}): ${command}`,
    },
  ];
}
