import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { coupling } from '@cdev/code-graph';
import type { Context, Outcome } from '@cdev/core/cli';
import {
  checkPlan,
  planFile,
  planIdFor,
  readPlan,
  serialisePlan,
  writePlan,
  type DeploymentPlan,
  type PlanBase,
  type PlanFinding,
  type PlannedAgent,
} from '@cdev/deployment-plan';
import { currentBranch, openRepository, resolveCommit, status, type Repository } from '@cdev/git';
import { counted } from './counted.ts';
import { errors } from './errors.ts';
import { reviewPlan } from './interactive/review-plan.ts';
import type { Studied } from './ownership/group.ts';
import { assemblePlan } from './plan/assemble-plan.ts';
import { freePlanId, hasRun } from './plan/free-plan-id.ts';
import { withReviewers } from './plan/with-reviewers.ts';
import { splitIssue, type Strategy } from './requirement/split-issue.ts';
import { studyRequirements } from './requirement/study-requirements.ts';
import { withSymbols } from './requirement/symbol-evidence.ts';
import { readSource } from './source/read-source.ts';

export interface DecomposeOptions {
  /** The id of a cached issue, or the path of an issue file. */
  readonly reference: string | undefined;
  readonly file: string | undefined;
  readonly text: string | undefined;
  readonly strategy: Strategy;
  /** `auto`: no limit, but parts that touch mostly the same files go to one agent. */
  readonly maxAgents: number | 'auto';
  /** Files that an agent owns at most, unless the issue names more for it. */
  readonly maxFiles: number;
  /** The branch that agents start from and whose work goes back to; default the current one. */
  readonly base: string | undefined;
  /** Where the plan is written; default the run state of the repository. */
  readonly out: string | undefined;
  readonly isInteractive: boolean;
  readonly replace: boolean;
  readonly isDryRun: boolean;
  readonly explain: boolean;
}

export interface DecomposeResult {
  readonly plan: DeploymentPlan;
  /** Where it is, or would be. */
  readonly file: string;
  readonly written: 'written' | 'unchanged' | 'dry-run';
  readonly findings: readonly PlanFinding[];
  readonly warnings: readonly string[];
  readonly explain: boolean;
}

/**
 * Makes a deployment plan from an issue and writes it. A plan that fails its own check is never written.
 * @throws CDEV_E_DECOMPOSE_*, and what reading the issue and the repository throws
 */
export async function decomposeParallel(
  options: DecomposeOptions,
  context: Context,
): Promise<Outcome<DecomposeResult>> {
  if (options.maxAgents !== 'auto') requireCount('--max-agents', options.maxAgents);
  requireCount('--max-files', options.maxFiles);
  const repository = await openRepository(context.cwd, { signal: context.signal });
  const source = await readSource(options, context, repository.commonDir);
  const id = await freePlanId(repository.commonDir, planIdFor({ issue: source.issue?.id, title: source.title }));
  const base = await findBase(repository, context, options.base);
  const task = context.progress.begin('reading the repository');
  const { split, index, project, codeOwners, ...study } = await studyRequirements(
    splitIssue(source.title, source.text, options.strategy),
    { cwd: repository.top ?? repository.gitDir, commit: base.commit, signal: context.signal },
  );
  const studied = await withSymbols(study.studied, index, context.signal);
  task.done(`${counted(index.inventory.files.length, 'file')}, ${counted(studied.length, 'part')}`);
  const assemble = (maxAgents: number | 'auto'): DeploymentPlan =>
    assemblePlan({
      ...source,
      id,
      base,
      split,
      studied,
      index,
      project,
      codeOwners,
      maxAgents,
      maxFiles: options.maxFiles,
      createdAt: context.clock().toISOString(),
      createdBy: `${context.script.name.replace(/^cdev-/, '')} ${context.script.version}`,
    });
  const cut = options.isInteractive
    ? await reviewPlan(assemble(options.maxAgents), {
        assemble,
        prompt: context.prompt,
        between: coupling(index),
        trackedFiles: index.inventory.files.map(({ path }) => path),
      })
    : assemble(options.maxAgents);
  const plan = withReviewers(cut, codeOwners);
  const findings = requireSound(
    plan,
    index.inventory.files.map(({ path }) => path),
  );
  const file = options.out === undefined ? planFile(repository.commonDir, plan.id) : resolve(context.cwd, options.out);
  const written = options.isDryRun
    ? 'dry-run'
    : await keepPlan(plan, { file, replace: options.replace, commonDir: repository.commonDir });
  return {
    result: {
      plan,
      file,
      written,
      findings,
      warnings: [...(await warningsOf(repository, plan)), ...studied.flatMap(elsewhereText)],
      explain: options.explain,
    },
    status: 'ok',
  };
}

function elsewhereText({ requirement, elsewhere }: Studied): string[] {
  return [...elsewhere].map(
    ([path, repository]) =>
      `part ${requirement.number} names ${path}; ${repository} is a repository of its own, so that has to be done there`,
  );
}

/** @throws CDEV_E_DECOMPOSE_LIMIT_INVALID */
export function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw errors.make('CDEV_E_DECOMPOSE_LIMIT_INVALID', {
      option,
      value: Number.isNaN(value) ? 'a word' : String(value),
    });
}

async function findBase(repository: Repository, { cwd }: Context, wanted: string | undefined): Promise<PlanBase> {
  const branch = wanted ?? (await currentBranch(cwd));
  if ((await resolveCommit(cwd, 'HEAD')) === undefined && wanted === undefined)
    throw errors.make('CDEV_E_DECOMPOSE_NO_COMMIT', { path: repository.top ?? repository.gitDir });
  if (branch === undefined) throw errors.make('CDEV_E_DECOMPOSE_DETACHED');
  const commit = await resolveCommit(cwd, `refs/heads/${branch}`);
  if (commit === undefined) throw errors.make('CDEV_E_DECOMPOSE_BASE_UNKNOWN', { base: branch });
  return { branch, commit };
}

function requireSound(plan: DeploymentPlan, trackedFiles: readonly string[]): readonly PlanFinding[] {
  const findings = checkPlan(plan, { trackedFiles });
  const faults = findings.filter(({ severity }) => severity === 'error');
  if (faults.length > 0)
    throw errors.make('CDEV_E_DECOMPOSE_PLAN_UNSOUND', { findings: faults.map(({ message }) => message).join('; ') });
  return findings;
}

async function keepPlan(
  plan: DeploymentPlan,
  { file, replace, commonDir }: { file: string; replace: boolean; commonDir: string },
): Promise<'written' | 'unchanged'> {
  const before = existsSync(file) ? await readPlan(file).catch(() => undefined) : undefined;
  // The same cut made again must not give a plan another date: everything that refers to it stays valid.
  if (before && serialisePlan({ ...before, createdAt: plan.createdAt }) === serialisePlan(plan)) return 'unchanged';
  if (hasRun(commonDir, plan.id) && file === planFile(commonDir, plan.id))
    throw errors.make('CDEV_E_DECOMPOSE_PLAN_IN_USE', { id: plan.id });
  if (existsSync(file) && !replace) throw errors.make('CDEV_E_DECOMPOSE_PLAN_EXISTS', { file, id: plan.id });
  await writePlan(file, plan);
  return 'written';
}

async function warningsOf(repository: Repository, plan: DeploymentPlan): Promise<string[]> {
  const changed = repository.isBare || repository.top === undefined ? [] : await status(repository.top);
  const isBare = ({ id, owns }: PlannedAgent): boolean =>
    owns.length === 0 && !plan.shared.some(({ agents }) => agents.includes(id));
  const bare = plan.agents.filter(isBare).map(({ id }) => id);
  return [
    ...(changed.length > 0
      ? [
          `${changed.length} uncommitted ${changed.length === 1 ? 'change is' : 'changes are'} not in the base: agents will not see ${changed.length === 1 ? 'it' : 'them'}`,
        ]
      : []),
    ...bare.map(
      (id) => `${id} owns nothing: the issue names no files for it, and none rank; give it paths in the plan`,
    ),
  ];
}
