import type { Overview } from './overview.ts';

/** What to do first: something that does not work, before something that nobody knows, before something slower, before a date. */
export function findUrgent({ scripts, errors }: Pick<Overview, 'scripts' | 'errors'>): Overview['urgent'] {
  const broken = scripts.find(({ health }) => health.state === 'broken');
  if (broken)
    return {
      text: `${broken.name} is broken${broken.health.reason === undefined ? '' : `: ${broken.health.reason}`}`,
      command: `cdev health-check ${broken.name}`,
    };
  const unknown = errors.find(({ isUnknown, isNew }) => isUnknown || isNew);
  if (unknown)
    return {
      text: `${unknown.code} in ${unknown.script}, ${unknown.count === 1 ? 'once' : `${unknown.count} times`}: ${unknown.isUnknown ? 'nobody knows it' : 'it is new'}`,
      command: 'cdev review-errors',
    };
  const slower = scripts.find(({ speed }) => (speed?.changes.at(-1)?.effect ?? 0) > 0);
  if (slower) {
    const effect = slower.speed?.changes.at(-1)?.effect ?? 0;
    return {
      text: `${slower.name} takes ${(effect * 100).toFixed(0)} % more CPU than before`,
      command: `cdev performance-report ${slower.name}`,
    };
  }
  const over = scripts.find(({ overBudget }) => overBudget.length > 0);
  if (over)
    return { text: `${over.name}: ${over.overBudget[0] ?? ''}`, command: `cdev performance-report ${over.name}` };
  const due = scripts.find(({ deprecation }) => deprecation !== undefined && deprecation.daysLeft < 0);
  if (due) return { text: `${due.name} is past its last day`, command: `cdev deprecate-script ${due.name}` };
  const degraded = scripts.find(({ health }) => health.state === 'degraded');
  if (degraded)
    return {
      text: `${degraded.name} lacks something here: ${degraded.health.reason ?? ''}`,
      command: `cdev ${degraded.name} --health`,
    };
  return undefined;
}
