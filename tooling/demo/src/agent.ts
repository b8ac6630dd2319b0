// The agent of the demo: what the `command` driver starts in an agent's worktree. It makes no decision of its own; it finds out which
// part of the issue it was given and brings the prepared files, at the pace of somebody whom one can watch.
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { applyPart } from './apply-part.ts';
import { chooseParts } from './choose-parts.ts';

interface ReadableContext {
  readonly owns?: readonly string[];
  readonly mayCreate?: readonly string[];
  readonly feedback?: string;
}

const { env } = process;
const attempt = Number(env['CDEV_ATTEMPT'] ?? 1);
const pace = Number(env['CDEV_DEMO_PACE'] ?? 120);

async function say(line: string): Promise<void> {
  console.log(line);
  await sleep(pace);
}

async function readGiven(name: string): Promise<string> {
  const file = env[name];
  return file === undefined || file === '' ? '' : readFile(file, 'utf8');
}

const context = (parse(await readGiven('CDEV_CONTEXT')) ?? {}) as ReadableContext;
const chosen = chooseParts({
  paths: [...(context.owns ?? []), ...(context.mayCreate ?? [])],
  prompt: await readGiven('CDEV_PROMPT'),
});

if (chosen.length === 0) {
  console.error('Nothing was prepared for this task: it belongs to no part of the issue of the demo');
  process.exitCode = 1;
}
/** As one that has read its checklist and believes that all is done, which at a first attempt may be wrong. */
async function tickChecklist(): Promise<void> {
  const text = await readFile('.cdev/checklist.md', 'utf8').catch(() => undefined);
  if (text !== undefined) await writeFile('.cdev/checklist.md', text.replaceAll('[ ]', '[x]'));
}

for (const part of chosen) {
  await say(`My task: ${part.heading}`);
  if (attempt > 1) await say(`Attempt ${attempt}. Looking at what was wrong with the one before`);
  const written = await applyPart({ part, worktree: process.cwd(), attempt, say });
  await tickChecklist();
  await say(written.length === 0 ? 'Everything is there already' : `Done, ${written.length} files written`);
}
