import { openFleet } from '@cdev/agent-fleet';
import type { Context, Outcome } from '@cdev/core/cli';
import { openRepository } from '@cdev/git';

export interface DrainOptions {
  readonly engine: string | undefined;
  /** Its id, as it says itself and as the run's notes name it. */
  readonly worker: string;
  readonly isDryRun: boolean;
}

export interface DrainResult {
  readonly drained: string;
  readonly engine: string;
  readonly isDryRun: boolean;
}

/** Tells a worker of any machine to take nothing more; it ends when what it has is done. One that is not there is not known from one that is. */
export async function drainWorker(options: DrainOptions, { env, cwd }: Context): Promise<Outcome<DrainResult>> {
  const gitDirectory = await openRepository(cwd).then(
    ({ commonDir }) => commonDir,
    () => undefined,
  );
  await using engine = await openFleet({ url: options.engine, env, gitDirectory });
  if (!options.isDryRun) await engine.dismiss(options.worker);
  const { place } = engine.description;
  return { result: { drained: options.worker, engine: place, isDryRun: options.isDryRun }, status: 'ok' };
}
