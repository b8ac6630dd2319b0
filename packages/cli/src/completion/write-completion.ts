import type { Context, Outcome } from '@cdev/core/cli';
import { listScripts } from '../list-scripts.ts';
import { completionScript, type Shell } from './completion-script.ts';

export interface WrittenCompletion {
  readonly shell: Shell;
  readonly text: string;
}

/** The completion of a shell, with every script and plugin that is here. @param own the words of the front door itself */
export async function writeCompletion(
  shell: Shell,
  own: readonly string[],
  context: Context,
): Promise<Outcome<WrittenCompletion>> {
  const { result } = await listScripts(context);
  const words = [...new Set([...own, ...result.map(({ script }) => script)])]
    .filter((word) => /^[\w-]+$/.test(word))
    .toSorted();
  return { result: { shell, text: completionScript(shell, words) }, status: 'ok' };
}
