import { alignColumns, type Page } from '@cdev/core/cli';
import type { DrainResult } from '../fleet/drain-worker.ts';
import type { WorkResult } from '../fleet/worker/work-on-fleet.ts';

/** What a worker is, and what it did. */
export function workerText(result: WorkResult | DrainResult, { style }: Page): string {
  if ('drained' in result) {
    const does = result.isDryRun ? 'would take' : 'takes';
    return `${style.name(result.drained)} ${does} nothing more at ${result.engine}, and ends when what it has is done\n`;
  }
  const { worker, engine, labels, slots, ended, isDryRun } = result;
  const facts = [
    ['engine', engine],
    ['at once', String(slots)],
    ['labels', labels.join(' ')],
  ].map(([name = '', value = '']) => [style.quiet(name), value]);
  const counts = Object.entries(ended).filter(([, count]) => count > 0);
  const did = counts.map(([name, count]) => `${count} ${name}`).join(', ');
  const last = isDryRun ? 'It could work here; nothing was taken' : did === '' ? 'Nothing was to be done' : did;
  return [style.name(worker), ...alignColumns(facts, '  '), '', last, ''].join('\n');
}
