import { asText } from '../expression/as-text.ts';
import type { JobsPlace } from './plan-job.ts';
import type { JobPlan } from './workflow-plan.ts';

/** What becomes of each job in the light of those it needs, in the order of the file. */
export function afterOthers(plans: ReadonlyMap<string, JobPlan>, place: JobsPlace): readonly JobPlan[] {
  const finished = new Map<string, JobPlan>();
  const finish = (id: string): JobPlan | undefined => {
    const plan = plans.get(id);
    if (!plan || finished.has(id)) return finished.get(id);
    const before = plan.needs.flatMap((need) => finish(need) ?? []);
    const result = judgeAfter(plan, before, place);
    finished.set(id, result);
    return result;
  };
  return [...plans.keys()].flatMap((id) => finish(id) ?? []);
}

function judgeAfter(plan: JobPlan, before: readonly JobPlan[], { workflow, options }: JobsPlace): JobPlan {
  if (plan.prospect === 'not-run') return plan;
  const missing = before.find(({ prospect }) => prospect === 'not-run');
  if (missing && options.afterNotRun !== 'go-on')
    return { ...plan, prospect: 'not-run', reason: `it needs ${missing.id}, which is not run` };
  const asksForStatus = /\b(always|failure|cancelled)\s*\(/.test(asText(workflow.jobs.get(plan.id)?.if));
  if (plan.prospect === 'skipped' || asksForStatus) return plan;
  const skipped = before.find(({ prospect }) => prospect === 'skipped');
  if (skipped) return { ...plan, prospect: 'skipped', reason: `${skipped.id} is skipped` };
  const open = before.find(({ prospect }) => prospect === 'depends');
  return open && plan.prospect === 'runs'
    ? { ...plan, prospect: 'depends', reason: `it needs ${open.id}, which depends` }
    : plan;
}
