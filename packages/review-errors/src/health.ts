import type { CheckResult, Context } from '@cdev/core/cli';

/** Proves what the script needs here: run records, an index that can be kept, and logs. */
export async function health({ home, signal }: Context): Promise<readonly CheckResult[]> {
  const [{ openRunHistory }, { readLogEvents }] = await Promise.all([
    import('@cdev/run-history'),
    import('./log/read-log-events.ts'),
  ]);
  using history = await openRunHistory({ home, signal });
  const { records, unreadable, notKept } = history.state;
  const title = 'run records';
  const some = unreadable === 0 ? '' : `, ${unreadable === 1 ? '1 line' : `${unreadable} lines`} cannot be read`;
  const index: CheckResult =
    notKept === undefined
      ? { title, status: 'ok', detail: `${records} in ${home}${some}` }
      : {
          title,
          status: 'warning',
          detail: `${records}; the index is not kept (${notKept})`,
          fix: `Check your rights on ${home}`,
        };
  const events = await readLogEvents(home);
  return [index, { title: 'logs', status: 'ok', detail: `errors and warnings: ${events.length}` }];
}
