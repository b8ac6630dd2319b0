import type { Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { PostpublishOptions } from '../postpublish-options.ts';
import { idOf, type Release } from '../release/release.ts';
import type { PackageRollback, RollbackReport, RollbackStep } from '../report.ts';
import { planRollback } from './plan-rollback.ts';

/** Plans the way back, and after a yes does what can be undone: dist-tags and deprecations. A second run finds it done. */
export async function rollBack(release: Release, options: PostpublishOptions): Promise<Outcome<RollbackReport>> {
  const task = release.context.progress.begin('registry');
  const planned = await planRollback(release, options);
  task.done();
  const open = planned.flatMap(({ steps }) => steps.filter(({ status }) => status === 'planned'));
  const report = (packages: readonly PackageRollback[], changed: boolean): RollbackReport => ({
    kind: 'rollback',
    changed,
    isDryRun: options.isDryRun,
    ...(release.manifestFile !== undefined && { manifest: release.manifestFile }),
    packages,
  });
  if (options.isDryRun || open.length === 0) return { result: report(planned, false), status: 'ok' };
  await release.context.prompt.confirm(
    `${open.map(({ command }) => `  ${command}`).join('\n')}\nDo these ${open.length === 1 ? 'one thing' : `${open.length} things`}?`,
  );
  const packages: PackageRollback[] = [];
  for (const plan of planned) packages.push(await applyOne(plan, release));
  const done = packages.flatMap(({ steps }) => steps);
  return {
    result: report(
      packages,
      done.some(({ status }) => status === 'done'),
    ),
    status: done.some(({ status }) => status === 'failed') ? 'findings' : 'ok',
  };
}

async function applyOne(plan: PackageRollback, release: Release): Promise<PackageRollback> {
  const steps: RollbackStep[] = [];
  for (const step of plan.steps) {
    if (step.status !== 'planned') {
      steps.push(step);
      continue;
    }
    try {
      await apply(step, plan, release);
      await release.journal.append({ type: 'rolled-back', package: idOf(plan), detail: step.command });
      steps.push({ ...step, status: 'done' });
    } catch (error) {
      if (!isCdevError(error) || error.kind === 'interrupted') throw error;
      steps.push({ ...step, status: 'failed', detail: error.message });
    }
  }
  return { ...plan, steps };
}

async function apply(
  step: RollbackStep,
  { name, version, previous }: PackageRollback,
  release: Release,
): Promise<void> {
  const { registry, context } = release;
  const { signal } = context;
  if (step.what === 'deprecate') return registry.deprecate(name, [version], step.message ?? 'Broken', { signal });
  const tag = step.command.split(' ').at(-1) ?? '';
  return previous === undefined
    ? registry.removeDistTag(name, tag, { signal })
    : registry.setDistTag(name, tag, previous, { signal });
}
