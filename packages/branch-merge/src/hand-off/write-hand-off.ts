import { mkdir } from 'node:fs/promises';
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

/** Writes the task, whole or not at all; one for the same parties is replaced. @returns its file. */
export async function writeHandOff(commonDir: string, handOff: HandOff): Promise<string> {
  const file = handOffFile(commonDir, handOff);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, handOffText(handOff));
  return file;
}
