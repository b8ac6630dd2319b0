import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { Driver, WriteHook } from '../drivers/index.ts';
import { isThere } from './is-there.ts';

export interface WriteHookOptions {
  readonly driver: Pick<Driver, 'hookFile'>;
  readonly worktree: string;
  /** Undefined where nothing can be judged. */
  readonly command: string | undefined;
  /** For all else that happens, where that is to be told. */
  readonly tell?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What the assistant is told of the hook; undefined where it has none, or where the machine has settings of its own in that place. */
export async function writeHookFile({
  driver,
  worktree,
  command,
  tell,
  env,
}: WriteHookOptions): Promise<WriteHook | undefined> {
  const { hookFile } = driver;
  if (command === undefined) return undefined;
  const hook = { command, ...(tell !== undefined && { tell }) };
  if (hookFile === undefined) return hook;
  const isTaken = await Promise.all(hookFile.usual.map(isThere));
  if (env[hookFile.variable] !== undefined || isTaken.includes(true)) return undefined;
  const file = join(worktree, '.cdev', 'hooks.json');
  await writeFileAtomic(file, `${JSON.stringify(hookFile.settings(hook))}\n`);
  return { ...hook, file };
}
