import type { Context } from '@cdev/core/cli';
import type { AttemptOptions } from '../attempt/attempt-options.ts';
import type { CommandLine } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { enterSandbox } from './enter-sandbox.ts';

/** The command line of an attempt, shut in when its settings say so. */
export async function shutIn(
  run: SpawnRun,
  { worktree, branch, settings }: Pick<AttemptOptions, 'worktree' | 'branch' | 'settings'>,
  { command, context }: { readonly command: CommandLine; readonly context: Pick<Context, 'env'> },
): Promise<CommandLine> {
  const { sandbox, network, driver } = settings;
  if (sandbox !== true) return command;
  const hasNetwork = network !== 'off';
  return enterSandbox(run, command, { worktree, branch, driver: driver.name, hasNetwork, env: context.env });
}
