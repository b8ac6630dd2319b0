import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { errors } from './errors.ts';
import { parsePlan } from './parse-plan.ts';
import type { DeploymentPlan } from './plan.ts';
import { serialisePlan } from './serialise-plan.ts';

export interface StoredPlan {
  /** Absolute. */
  readonly file: string;
  readonly plan: DeploymentPlan;
}

export interface UnreadablePlan {
  readonly file: string;
  /** The coded error that reading it gave. */
  readonly error: unknown;
}

export interface PlanList {
  /** Newest first (`createdAt`, then id). */
  readonly plans: readonly StoredPlan[];
  readonly unreadable: readonly UnreadablePlan[];
}

/** The file of a plan of that id: `<git-common-dir>/cdev/plans/<id>.yaml`. */
export function planFile(commonDir: string, id: string): string {
  return join(plansFolder(commonDir), `${id}.yaml`);
}

/** @throws CDEV_E_PLAN_NOT_FOUND, CDEV_E_PLAN_UNREADABLE, and what `parsePlan` throws. */
export async function readPlan(file: string): Promise<DeploymentPlan> {
  return parsePlan(await readText(file), file);
}

/** Writes the plan as YAML, whole or not at all; the folder is made. */
export async function writePlan(file: string, plan: DeploymentPlan): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, serialisePlan(plan));
}

/** The plans of a repository; one that cannot be read hides none of the others. */
export async function listPlans(commonDir: string): Promise<PlanList> {
  const folder = plansFolder(commonDir);
  const names = await readdir(folder).catch(() => []);
  const plans: StoredPlan[] = [];
  const unreadable: UnreadablePlan[] = [];
  for (const name of names.filter(isPlanName).toSorted()) {
    const file = join(folder, name);
    try {
      plans.push({ file, plan: await readPlan(file) });
    } catch (error) {
      unreadable.push({ file, error });
    }
  }
  return { plans: plans.toSorted(newestFirst), unreadable };
}

/** A plan's file, by its ending; a temporary file of an interrupted write is none. */
export function isPlanName(name: string): boolean {
  return /^[^.].*\.(?:ya?ml|json)$/i.test(basename(name));
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(resolve(file), 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw errors.make('CDEV_E_PLAN_NOT_FOUND', { reference: file, known: '' }, { cause });
    throw errors.make('CDEV_E_PLAN_UNREADABLE', { file, reason: message }, { cause });
  }
}

function plansFolder(commonDir: string): string {
  return join(commonDir, 'cdev', 'plans');
}

function newestFirst(one: StoredPlan, other: StoredPlan): number {
  const [a, b] = [time(one.plan), time(other.plan)];
  return a === b ? one.plan.id.localeCompare(other.plan.id, 'en') : b - a;
}

function time({ createdAt }: DeploymentPlan): number {
  const parsed = Date.parse(createdAt);
  return Number.isNaN(parsed) ? 0 : parsed;
}
