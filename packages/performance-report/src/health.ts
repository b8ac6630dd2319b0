import type { CheckResult, Context } from '@cdev/core/cli';

/** Proves what the script needs here: run records, and a machine whose cost can be measured. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const [{ openRunHistory }, { measuredRun }] = await Promise.all([
    import('@cdev/run-history'),
    import('./measured-run.ts'),
  ]);
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  using history = await openRunHistory({ home: context.home, signal: context.signal });
  const place = await mkdtemp(`${tmpdir()}/cdev-performance-`);
  try {
    const { measured, cpu } = await measuredRun({
      args: ['-e', '0'],
      cwd: place,
      place,
      env: context.env,
      signal: context.signal,
    });
    return [
      { title: 'run records', status: 'ok', detail: `${history.state.records}` },
      measured
        ? { title: 'measuring', status: 'ok', detail: `an empty program takes ${cpu.toFixed(1)} ms of CPU` }
        : {
            title: 'measuring',
            status: 'failed',
            detail: 'a program did not say what it cost',
            fix: 'Check that programs may write to the folder for temporary files',
          },
    ];
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
