import { changedPaths, resolveTree } from '@cdev/git';
import { errors } from '../errors.ts';
import { runState } from '../state/run-state.ts';
import { isMadeAlready, prepareCommit, type PreparedCommit } from './apply-commit.ts';
import { commitMessage } from './commit-message.ts';
import type { CommitWorkOptions, WorkFinding } from './committed-work.ts';
import { isPassedOver, type HookRun } from './hooks/hook-run.ts';
import { findCommitHooks, passHooks } from './hooks/pass-hooks.ts';
import { refuseWork } from './refuse-work.ts';
import { surveyWork, type Survey } from './survey-work.ts';
import type { IndexEnvironment } from './temporary-index.ts';
import { uncommittedChanges, type Work, type WorkChange } from './work.ts';

/** All that is known of a commit before anything is done. */
export interface ReadyCommit {
  readonly survey: Survey;
  readonly prepared: PreparedCommit;
  readonly message: string;
  readonly warnings: readonly WorkFinding[];
  readonly hooks: readonly HookRun[];
}

/** Surveys the work, refuses what must not be committed, and has it inspected. Changes nothing. */
export async function readyCommit(options: CommitWorkOptions, env: IndexEnvironment): Promise<ReadyCommit> {
  const { worktree, plan, agentId, signal, amend = false } = options;
  const base = await findBase(options);
  const survey = await surveyWork({ worktree, plan, agentId, base, signal }, env);
  await refuseWork(survey, { plan, agentId });
  const message = commitMessage({ ...options, files: survey.allowed.map(({ path }) => path) });
  const prepared = await prepareCommit(survey, { agentId, message, amend });
  const { work } = survey;
  const changes = work.changed.filter(({ path }) => survey.mayWrite(path));
  const hooks = await plannedHooks(options, survey, prepared);
  return { survey, prepared, message, warnings: await inspect(options, changes, work), hooks };
}

async function plannedHooks(
  { hooks, dryRun }: CommitWorkOptions,
  survey: Survey,
  { kind }: PreparedCommit,
): Promise<readonly HookRun[]> {
  if (!hooks || dryRun !== true || kind === 'keep') return [];
  const { names } = await findCommitHooks(survey);
  return names.map((name) => ({ name, status: isPassedOver(name, hooks) ? 'skipped' : 'planned' }));
}

/** The commit as the repository's hooks leave it: what they staged is proven again, as if the agent had written it. */
export async function withHooks(ready: ReadyCommit, options: CommitWorkOptions): Promise<ReadyCommit> {
  const { prepared, message } = ready;
  const { hooks } = options;
  if (!hooks || prepared.kind === 'keep') return ready;
  const passed = await passHooks({ ...ready, prepared, message }, { ...options, hooks });
  const { survey, unstaged, changedHooks, missingFolder } = passed;
  const { repository, work } = survey;
  const { tree, parent } = passed.prepared;
  const isChanged = tree !== prepared.tree;
  const changes = isChanged ? uncommittedChanges(await changedPaths(repository, work.base, tree)) : [];
  const warnings = isChanged ? await inspect(options, changes, { ...work, tree }) : ready.warnings;
  const isNothing =
    (prepared.kind === 'extend' && tree === (await resolveTree(repository, parent))) ||
    (options.amend === true && (await isMadeAlready(survey, { tree, message: passed.message })));
  return {
    survey,
    prepared: isNothing ? { kind: 'keep' } : passed.prepared,
    message: passed.message,
    hooks: passed.hooks,
    warnings: [
      ...warnings,
      ...(missingFolder === undefined
        ? []
        : [warningOf('core.hooksPath', `no hook of the repository has run: there is no folder ${missingFolder}`)]),
      ...changedHooks.map((name) => warningOf(name, 'the hook itself is changed by this work, and ran as changed')),
      ...unstaged.map((path) => warningOf(path, 'a hook changed it and did not stage it: it is not in the commit')),
    ],
  };
}

function warningOf(path: string, message: string): WorkFinding {
  return { severity: 'warning', path, message };
}

async function findBase({ base, journal, plan, agentId }: CommitWorkOptions): Promise<string> {
  const known = base ?? runState(await journal.read()).agents.get(agentId)?.base ?? plan.base.commit;
  if (known === '') throw errors.make('CDEV_E_RUN_BASE_UNKNOWN', { plan: plan.id, agent: agentId });
  return known;
}

async function inspect(
  options: CommitWorkOptions,
  changes: readonly WorkChange[],
  work: Work,
): Promise<readonly WorkFinding[]> {
  const findings = (await options.inspect?.(changes, work)) ?? [];
  const refused = findings.filter(({ severity }) => severity === 'error');
  if (refused.length === 0) return findings;
  const lines = refused.map(
    ({ path, line, message }) => `  ${path}${line === undefined ? '' : `:${line}`}: ${message}`,
  );
  const parameters = { agent: options.agentId, findings: lines.join('\n') };
  throw errors.make('CDEV_E_RUN_WORK_REFUSED', parameters, { details: { agent: options.agentId, findings: refused } });
}
