import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import { slug } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';
import type { HandOff } from './hand-off.ts';
import { handOffText } from './hand-off-text.ts';

/** `<common git dir>/cdev/runs/<plan>/handoffs/<theirs>--<ours>.md`; without a plan `<common git dir>/cdev/handoffs/`. */
export function handOffFile(commonDir: string, { plan, ours, theirs }: HandOff): string {
  const folder = plan === undefined ? join(commonDir, 'cdev') : runPaths(commonDir, plan).folder;
  const names = [theirs, ...ours].map(({ name, commit }) => slug(name) || commit.slice(0, 12));
  return join(folder, 'handoffs', `${names.slice(0, 4).join('--')}.md`);
}

/** Writes the task, whole or not at all; one for the same parties is replaced, unless it is word for word the same. @returns its file. */
export async function writeHandOff(commonDir: string, handOff: HandOff): Promise<string> {
  const file = handOffFile(commonDir, handOff);
  const text = handOffText(handOff);
  // When it was written says since when it has been somebody's.
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return file;
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, text);
  return file;
}
