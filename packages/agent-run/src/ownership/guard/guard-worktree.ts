import { chmod, mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { enableWorktreeConfiguration, writeFileAtomic } from '@cdev/git';
import { hookScripts } from './hook-scripts.ts';
import { ownershipRecord, ownershipRecordFile, writeOwnershipRecord, type RecordOptions } from './ownership-record.ts';

export interface GuardOptions extends RecordOptions {
  readonly commonDir: string;
  /** The worktree's top. */
  readonly worktree: string;
  readonly plan: DeploymentPlan;
}

/**
 * Has git refuse, in this worktree alone, every commit of the agent that changes what is not its own, and every move of a branch that is
 * not its own. The repository's hooks go on running. Called again it writes what has changed.
 * @returns the shell command for an assistant's own hook before it writes a file (see `judgeWrite`); undefined for a folder that is no linked worktree
 */
export async function guardWorktree(options: GuardOptions): Promise<string | undefined> {
  const { commonDir, worktree, plan } = options;
  const gitDir = await linkedGitDir(worktree);
  if (gitDir === undefined) return undefined;
  await writeOwnershipRecord(gitDir, ownershipRecord(plan, options));
  const folder = await writeHooks(commonDir);
  await enableWorktreeConfiguration(commonDir);
  await pointTo(folder, gitDir);
  const words = [execPath, join(folder, 'judge-write.mjs'), ownershipRecordFile(gitDir), worktree];
  return shellCommand(words);
}

/** The shell command for an assistant's own hooks that puts what happens in a conversation into a file (see `tellActivity`). The worktree is guarded already. */
export async function tellCommand(commonDir: string, file: string): Promise<string> {
  return shellCommand([execPath, join(await guardHooksFolder(commonDir), 'tell-activity.mjs'), file]);
}

function shellCommand(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

/** The git directory of a linked worktree; undefined for any other folder, of which nothing is ours to configure. */
export async function linkedGitDir(worktree: string): Promise<string | undefined> {
  const text = await readFile(join(worktree, '.git'), 'utf8').catch(() => '');
  const target = /^gitdir: (.+)$/m.exec(text)?.[1]?.trim();
  return target === undefined ? undefined : realpath(join(target.startsWith('/') ? '' : worktree, target));
}

/** Where the hooks of guarded worktrees stand. */
export async function guardHooksFolder(commonDir: string): Promise<string> {
  return join(await realpath(commonDir), 'cdev', 'hooks');
}

async function writeHooks(commonDir: string): Promise<string> {
  const folder = await guardHooksFolder(commonDir);
  await mkdir(folder, { recursive: true });
  const files = new Map([...hookScripts(), ['node-path', execPath]]);
  for (const [name, text] of files) {
    const file = join(folder, name);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    await writeFileAtomic(file, text);
    await chmod(file, 0o755);
  }
  return folder;
}

/** Without a process: a worktree is made in milliseconds. The last value of a setting is the one that counts. */
async function pointTo(folder: string, gitDir: string): Promise<void> {
  const file = join(gitDir, 'config.worktree');
  const text = await readFile(file, 'utf8').catch(() => '');
  const section = `[core]\n\thooksPath = "${folder.replaceAll(/[\\"]/g, '\\$&')}"\n`;
  if (text.endsWith(section)) return;
  await writeFileAtomic(file, `${text.replaceAll(section, '')}${section}`);
}
