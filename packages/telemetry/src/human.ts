import { alignColumns, type Page } from '@cdev/core/cli';
import type { RunExport } from './export/export-runs.ts';
import type { SignalExport } from './export/export-signal.ts';
import type { PrunedRuns } from './retention/prune-runs.ts';
import type { TelemetryStatus } from './telemetry.ts';

const units = {
  traces: ['span', 'spans'],
  metrics: ['run counted', 'runs counted'],
  logs: ['log record', 'log records'],
} as const;

export function exportText({ signals, output, isDryRun }: RunExport, { style }: Page): string {
  const mark = ({ isBusy, rejected }: SignalExport): string =>
    isDryRun ? style.quiet('·') : isBusy || rejected > 0 ? style.warning('!') : style.good('✓');
  const rows = signals.map((each) => [
    `${mark(each)} ${style.name(each.signal)}`,
    `${each.records} ${units[each.signal][each.records === 1 ? 0 : 1]}`,
    style.quiet(`${each.requests} ${each.requests === 1 ? 'request' : 'requests'}`),
    style.quiet(each.endpoint),
  ]);
  const told = signals.flatMap((each) => [
    ...(each.rejected > 0 ? [style.warning(`${each.signal}: ${each.rejected} were not kept by the receiver`)] : []),
    ...(each.message === undefined ? [] : [style.quiet(`${each.signal}: it says “${each.message}”`)]),
    ...(each.isBusy ? [style.warning(`${each.signal}: it takes no more now; the same command goes on later`)] : []),
  ]);
  const end = isDryRun ? [style.quiet(output === undefined ? 'Nothing was sent' : 'Nothing was written')] : [];
  return `${[...alignColumns(rows), ...told, ...end].join('\n')}\n`;
}

export function pruneText({ before, journals, records, bytes, unsent, isDryRun }: PrunedRuns, { style }: Page): string {
  const what = `${records} records in ${journals.length} ${journals.length === 1 ? 'journal' : 'journals'}, ${sizeText(bytes)}`;
  const kept = unsent.map(
    ({ journal, endpoints }) =>
      `  ${style.warning('!')} ${journal} stays: not all of it was sent to ${[...new Set(endpoints)].join(', ')}`,
  );
  const head =
    journals.length === 0
      ? `Nothing ${unsent.length > 0 ? 'else ' : ''}is older than ${before.slice(0, 10)}`
      : isDryRun
        ? `Would remove what is older than ${before.slice(0, 10)}: ${what}`
        : `${style.good('✓')} Removed what is older than ${before.slice(0, 10)}: ${what}`;
  const list = isDryRun ? journals.map((journal) => `  ${style.quiet(journal)}`) : [];
  const help = kept.length > 0 ? [style.quiet('  Send it first (cdev-telemetry export), or give --even-unsent')] : [];
  return `${[head, ...list, ...kept, ...help].join('\n')}\n`;
}

export function statusText({ home, records, unreadable, months, receivers }: TelemetryStatus, { style }: Page): string {
  const bytes = months.reduce((sum, month) => sum + month.bytes, 0);
  const monthRows = months.map((each) => [
    each.month ?? 'before months',
    style.quiet(`${each.journals} ${each.journals === 1 ? 'journal' : 'journals'}`),
    sizeText(each.bytes),
  ]);
  const receiverRows = receivers.map(({ signal, endpoint, updated, sent, rejected, unsentBytes }) => [
    style.name(signal),
    endpoint,
    `${sent} sent${rejected > 0 ? style.warning(`, ${rejected} not kept`) : ''}`,
    style.quiet(updated === undefined ? '' : `last ${updated.slice(0, 16).replace('T', ' ')}`),
    unsentBytes === 0 ? style.good('nothing waits') : `${sizeText(unsentBytes)} of journals not read yet`,
  ]);
  return `${[
    `${records} ${records === 1 ? 'run' : 'runs'} recorded in ${home}, ${sizeText(bytes)}${unreadable > 0 ? style.warning(`; ${unreadable} ${unreadable === 1 ? 'line' : 'lines'} cannot be read`) : ''}`,
    ...alignColumns(monthRows, '  '),
    '',
    ...(receivers.length === 0
      ? [style.quiet('Nothing was ever sent from here')]
      : [style.title('Receivers'), ...alignColumns(receiverRows, '  ')]),
  ].join('\n')}\n`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
