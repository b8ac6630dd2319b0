import { mkdir } from 'node:fs/promises';
import { openRepository } from '@cdev/git';
import type { CommandLine, DriverName } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { isThere } from '../attempt/is-there.ts';
import { stateFoldersOf } from './state-folders.ts';
import { sandboxCommand, writableInGit } from './sandbox-command.ts';

export interface Entering {
  readonly worktree: string;
  readonly branch: string;
  readonly driver: DriverName;
  readonly hasNetwork: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The agent's command line, shut in. */
export async function enterSandbox(run: SpawnRun, command: CommandLine, entering: Entering): Promise<CommandLine> {
  const { worktree, branch, driver, hasNetwork, env } = entering;
  const { gitDir, commonDir } = await openRepository(worktree);
  for (const folder of writableInGit({ commonDir, branch })) await mkdir(folder, { recursive: true });
  const stateFolders: string[] = [];
  for (const path of stateFoldersOf(driver, env)) if (await isThere(path)) stateFolders.push(path);
  return sandboxCommand(command, { worktree, gitDir, commonDir, root: run.root, branch, stateFolders, hasNetwork });
}
