import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { SideLabels } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { git } from '@cdev/git';
import type { ConflictHunk } from '@cdev/structured-merge';

/** A text in the editor of the user, in a file whose name ends as `path`, so that the editor knows the language. @returns undefined when it ended with a failure, which says: never mind. */
export async function editText(
  text: string,
  { path, folder }: { readonly path: string; readonly folder: string },
  { env, signal }: Pick<Context, 'env' | 'signal'>,
): Promise<string | undefined> {
  const editor = await editorOf(folder, env);
  const place = await mkdtemp(join(tmpdir(), 'cdev-edit-'));
  try {
    const file = join(place, basename(path));
    await writeFile(file, text);
    // As git starts it: what is configured may have arguments of its own.
    const args = ['-c', `${editor} "$@"`, editor, file];
    const child = spawn('/bin/sh', args, { cwd: folder, env, stdio: 'inherit' });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    return exitCode === 0 ? await readFile(file, 'utf8') : undefined;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** In the order in which git looks for it. */
async function editorOf(folder: string, env: Context['env']): Promise<string> {
  const { GIT_EDITOR, VISUAL, EDITOR } = env;
  if (GIT_EDITOR) return GIT_EDITOR;
  const asked = await git(folder, ['config', '--get', 'core.editor'], { isQuestion: true, allowFailure: true });
  return (asked.ok && asked.stdout.trim()) || VISUAL || EDITOR || 'vi';
}

/** The versions between markers, as git shows them, for an editor alone: what comes back may hold none. */
export function withMarkers({ base, ours, theirs }: ConflictHunk, labels: SideLabels): string {
  const whole = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return [
    `<<<<<<< ${labels.ours}\n${whole(ours.text)}`,
    ...(base === undefined ? [] : [`||||||| before\n${whole(base.text)}`]),
    `=======\n${whole(theirs.text)}`,
    `>>>>>>> ${labels.theirs}\n`,
  ].join('');
}
