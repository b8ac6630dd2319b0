import { idOf } from '../release/release.ts';
import type { CheckOutcome } from '../report.ts';
import type { CheckName } from '../step-names.ts';
import type { CheckSubject } from './check.ts';

/**
 * The outcome of an earlier run for a check that is slow and whose subject cannot change: the version of these bytes, whose bins and imports held once. Only what passed is remembered.
 */
export function remembered({ one, release }: CheckSubject, check: CheckName): CheckOutcome | undefined {
  const line = release.journal.events.findLast(
    (event) =>
      event.type === 'check-passed' &&
      event.package === idOf(one) &&
      event.check === check &&
      event.integrity === one.integrity,
  );
  return line?.type === 'check-passed'
    ? { check, status: 'passed', detail: line.detail, steps: [], since: line.time }
    : undefined;
}

export async function remember({ one, release }: CheckSubject, { check, status, detail }: CheckOutcome): Promise<void> {
  if (status !== 'passed') return;
  await release.journal.append({ type: 'check-passed', package: idOf(one), check, integrity: one.integrity, detail });
}
