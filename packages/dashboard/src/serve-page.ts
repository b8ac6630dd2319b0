import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { startLocalPage } from '@cdev/local-page';
import type { DashboardOptions, DashboardResult } from './dashboard.ts';
import { errors } from './errors.ts';
import type { OverviewReader } from './overview/read-overview.ts';
import { pageDocument, type PageData } from './page/page-document.ts';
import { readRequest } from './start/command-words.ts';
import { startedRuns } from './start/started-runs.ts';

/** Milliseconds between two looks while somebody looks, and after a script has ended. */
const lookInterval = 30_000;
const soon = 500;
/** Milliseconds between two tellings of a script that writes much. */
const tellInterval = 150;

export async function servePage(
  { host, port, isReadOnly }: DashboardOptions,
  { catalogue, read }: OverviewReader,
  context: Context,
): Promise<Outcome<DashboardResult>> {
  const { signal, log } = context;
  let { overview, details } = await read({ isQuick: true });
  let wake = new AbortController();
  let telling: NodeJS.Timeout | undefined;
  const tell = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      page.send(dataNow());
      if (endedCount() !== ended) wake.abort();
    }, tellInterval);
  };
  const started = startedRuns(catalogue, context, tell);
  const dataNow = (): PageData => ({ overview, started: started.list(), isReadOnly });
  const endedCount = (): number => started.list().filter(({ ended: end }) => end !== undefined).length;
  let ended = 0;
  const mayStart = (): void => {
    if (isReadOnly) throw errors.make('CDEV_E_DASHBOARD_READ_ONLY', undefined);
  };
  await using page = await startLocalPage({
    document: pageDocument,
    questions: {
      script: async (parameters) => details.find(({ name }) => name === parameters.get('name')),
      output: async (parameters) =>
        started.output(Number(parameters.get('id')), Math.max(0, Number(parameters.get('from')) || 0)),
    },
    deeds: {
      describe: async (input) => {
        mayStart();
        return started.describe(textIn(input, 'script'));
      },
      start: async (input) => {
        mayStart();
        return started.start(readRequest(input));
      },
      stop: async (input) => ({ isStopped: started.stop(Number((input as { id?: unknown } | null)?.id)) }),
    },
    host,
    port,
    onFailure: (error) => log.warn('A question of the page failed', { reason: String(error) }),
  });
  page.send(dataNow());
  const served = { kind: 'served', url: page.url, isReadOnly, isEnded: false } as const;
  await context.live.append(served);
  try {
    ({ overview, details } = await read());
    page.send(dataNow());
    for (;;) {
      await pause(lookInterval, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => {});
      signal.throwIfAborted();
      if (wake.signal.aborted) {
        wake = new AbortController();
        ended = endedCount();
        // The record is written as the last thing.
        await pause(soon, undefined, { signal });
      }
      if (page.viewers() === 0) continue;
      ({ overview, details } = await read());
      page.send(dataNow());
    }
  } finally {
    clearTimeout(telling);
    await started.close();
    clearTimeout(telling);
  }
}

function textIn(input: unknown, field: string): string {
  const value = (input as Readonly<Record<string, unknown>> | null)?.[field];
  if (typeof value !== 'string')
    throw errors.make('CDEV_E_DASHBOARD_REQUEST_INVALID', { problem: `${field} is missing` });
  return value;
}
