import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { prepareWorkspace, type Unbuilt } from '@cdev/workspace';
import { portRange } from '../attempt/agent-environment.ts';
import { openAgentLog } from '../attempt/agent-log.ts';
import type { SpawnRun } from '../open-run.ts';
import type { SpawnOptions } from '../spawn-options.ts';

export type WorkspaceOptions = Pick<
  SpawnOptions,
  'sparse' | 'setup' | 'setupTimeLimit' | 'ready' | 'readyTimeLimit' | 'ports' | 'dependencies'
>;

export interface PreparedOne {
  /** Ends what the setup left at work. */
  readonly endLeftBehind: () => Promise<void>;
  /** What a person has to know of it; the same for all workspaces it is true of. */
  readonly notes: readonly string[];
}

/** With progress, and a log of what the setup prints. */
export async function prepareOne(
  { repository, plan, paths }: SpawnRun,
  place: { agent: string; path: string; port: number | undefined; options: WorkspaceOptions },
  { progress, signal, log }: Context,
): Promise<PreparedOne> {
  const { agent, path, port, options } = place;
  const { dependencies, setup, setupTimeLimit, ready, readyTimeLimit } = options;
  const task = progress.begin(`${agent}: workspace`);
  const setupLog = setup === undefined ? undefined : await openAgentLog(join(paths.logs, `${agent}-setup.log`));
  try {
    // Where a setup may leave its marker and its logs: no commit has it.
    await mkdir(join(path, '.cdev'), { recursive: true });
    const env = {
      CDEV_PLAN: plan.id,
      CDEV_AGENT: agent,
      CDEV_PORT: port?.toString(),
      ...portRange(port, options.ports),
    };
    const commands = setup === undefined ? [] : [setup];
    const made = await prepareWorkspace({
      repository,
      path,
      dependencies,
      setup: commands,
      setupTimeLimit,
      ready,
      readyTimeLimit,
      onSetupLine: (line) => setupLog?.line(line, 'stdout'),
      env,
      signal,
      log,
    });
    const { manner, unbuilt } = made.dependencies;
    const files = `${made.copied.length} ${made.copied.length === 1 ? 'file' : 'files'} copied`;
    task.done([files, ...(manner === 'none' ? [] : [`dependencies: ${manner}`])].join(', '));
    // A server that goes on writes into it until the end.
    if (ready === undefined) await setupLog?.close();
    return { endLeftBehind: made.endLeftBehind, notes: unbuilt === undefined ? [] : [unbuiltNote(unbuilt)] };
  } catch (error) {
    task.failed();
    await setupLog?.close();
    throw error;
  }
}

const mostNamed = 5;

function unbuiltNote({ packages, approve }: Unbuilt): string {
  const more = packages.length > mostNamed ? ` and ${packages.length - mostNamed} more` : '';
  const names = packages.slice(0, mostNamed).join(', ');
  return `Installed without their build scripts, which nobody has approved: ${names}${more}. Approve them in the main working tree (${approve}) and commit that`;
}
