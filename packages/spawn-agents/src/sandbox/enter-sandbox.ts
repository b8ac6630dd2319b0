import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '@cdev/git';
import type { CommandLine, DriverName } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { sandboxCommand, writableInGit } from './sandbox-command.ts';

/** Where assistants keep conversations and sign-ins; without them they do not start. */
const states: Readonly<Partial<Record<DriverName, readonly string[]>>> = {
  claude: ['.claude', '.claude.json'],
  codex: ['.codex'],
  gemini: ['.gemini'],
  opencode: ['.local/share/opencode', '.local/state/opencode', '.config/opencode'],
  qwen: ['.qwen'],
};

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
  const home = env['HOME'] ?? homedir();
  const stateFolders: string[] = [];
  for (const name of states[driver] ?? []) {
    const path = join(home, name);
    if (await stat(path).catch(() => undefined)) stateFolders.push(path);
  }
  return sandboxCommand(command, { worktree, gitDir, commonDir, root: run.root, branch, stateFolders, hasNetwork });
}
