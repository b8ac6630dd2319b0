import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';

/** Proves what the script needs here: records that can be read, and an endpoint that can be used where one is set. Sends nothing. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const { openRunHistory } = await import('@cdev/run-history');
  using history = await openRunHistory({ home: context.home, signal: context.signal });
  return [{ title: 'run records', status: 'ok', detail: String(history.state.records) }, await checkEndpoint(context)];
}

async function checkEndpoint(context: Context): Promise<CheckResult> {
  const [{ findTargets }, { shownEndpoint }, { signals }] = await Promise.all([
    import('./endpoint/find-targets.ts'),
    import('./endpoint/target.ts'),
    import('./otlp/otlp-data.ts'),
  ]);
  const title = 'endpoint';
  try {
    const targets = findTargets({ endpoint: undefined, protocol: undefined, signals }, context);
    return { title, status: 'ok', detail: targets.map(shownEndpoint).join(', ') };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return error.code === 'CDEV_E_TELEMETRY_NO_ENDPOINT'
      ? { title, status: 'ok', detail: 'none is set, so nothing is sent unless one is named' }
      : { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}
