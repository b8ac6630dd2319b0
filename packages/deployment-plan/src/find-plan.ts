import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { errors } from './errors.ts';
import { isPlanName, listPlans, planFile, readPlan, type PlanList, type StoredPlan } from './plan-store.ts';

export interface FindPlanOptions {
  readonly commonDir: string;
  /** What a relative path is relative to. */
  readonly cwd: string;
  /** A plan's id or the beginning of it, an issue's id, or a file. Without it the newest plan. */
  readonly reference?: string | undefined;
}

/**
 * The plan somebody means. A file comes first, then the id, then the issue, then the beginning of an id; last the place where the
 * Python scripts kept theirs, `shared/deployment-plans/<issue>-deployment-plan.yaml` or `.json`.
 * @throws CDEV_E_PLAN_NOT_FOUND, CDEV_E_PLAN_AMBIGUOUS, and what `readPlan` throws for the one that is meant.
 */
export async function findPlan({ commonDir, cwd, reference = '' }: FindPlanOptions): Promise<StoredPlan> {
  if (reference === '') return newest(await listPlans(commonDir));
  for (const file of [...filesMeant(cwd, reference), ...(isName(reference) ? [planFile(commonDir, reference)] : [])])
    if (await isFile(file)) return { file, plan: await readPlan(file) };
  const listed = await listPlans(commonDir);
  const [found, ...others] = candidates(listed, reference);
  if (found && others.length === 0) return found;
  if (found) throw errors.make('CDEV_E_PLAN_AMBIGUOUS', { reference, matches: ids([found, ...others]) });
  for (const file of ancestorFiles(cwd, reference)) if (await isFile(file)) return { file, plan: await readPlan(file) };
  throw errors.make('CDEV_E_PLAN_NOT_FOUND', { reference, known: ids(listed.plans) });
}

function newest({ plans, unreadable }: PlanList): StoredPlan {
  const [first] = plans;
  if (first) return first;
  // Better the reason why the only plan cannot be read than "there is none".
  const [broken] = unreadable;
  throw broken ? broken.error : errors.make('CDEV_E_PLAN_NOT_FOUND', { reference: '', known: '' });
}

function filesMeant(cwd: string, reference: string): readonly string[] {
  const isPath = isAbsolute(reference) || isPlanName(reference) || /[\\/]/.test(reference);
  return isPath ? [resolve(cwd, reference)] : [];
}

function isName(reference: string): boolean {
  return !/[\\/]/.test(reference);
}

function candidates({ plans }: PlanList, reference: string): readonly StoredPlan[] {
  const wanted = reference.toLowerCase();
  const byIssue = plans.filter(({ plan }) => plan.issue?.id.toLowerCase() === wanted);
  if (byIssue.length > 0) return byIssue;
  return plans.filter(({ plan }) => plan.id === wanted || plan.id.startsWith(`${wanted}-`));
}

function ancestorFiles(cwd: string, reference: string): readonly string[] {
  if (!isName(reference)) return [];
  return ['yaml', 'yml', 'json'].map((ending) =>
    join(cwd, 'shared', 'deployment-plans', `${reference.toLowerCase()}-deployment-plan.${ending}`),
  );
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

function ids(plans: readonly StoredPlan[]): string {
  return plans
    .map(({ plan }) => plan.id)
    .toSorted()
    .join(', ');
}
