import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { assistants } from './assistants.ts';
import { installAssistant } from './install-assistant.ts';
import { trial, type Finding } from './trial.ts';

// pnpm test:agents [codex|opencode …]: real assistants from npm, a scripted model, the whole way from spawn to integration. 400 MB each, so it is asked for.
// Exit code 0: all as it must be. 1: something is not. 75: something was not run, so nobody knows.
const here = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'agents');
const wanted = process.argv.slice(2).filter((word) => word !== '--');
const chosen = assistants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0)
  throw new Error(
    `No such assistant: ${wanted.join(', ')}. There are: ${assistants.map(({ name }) => name).join(', ')}`,
  );

let all: readonly Finding[] = [];
const notRun: string[] = [];
for (const assistant of chosen) {
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  const installed = await installAssistant(assistant, { cache, given: process.env['CDEV_AGENTS'], tell: console.log });
  if ('missing' in installed) {
    console.log(`# ${assistant.package}\n- not run: ${installed.missing}`);
    notRun.push(assistant.name);
    continue;
  }
  const { bins, version } = installed;
  tell(`# ${assistant.package}, ${version}`);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, `${assistant.name}-trial-`));
  try {
    all = [...all, ...(await trial({ assistant, bins, folder, tell }))];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    const text = lines.join('\n').replaceAll(folder, '<folder>').replaceAll(root, '<here>/');
    await mkdir(join(here, 'transcripts'), { recursive: true });
    await writeFile(join(here, 'transcripts', `${assistant.name}.txt`), `${text}\n`);
  }
}
const bad = all.filter(({ isWell }) => !isWell);
const counts = [
  ...(all.length > bad.length ? [`${all.length - bad.length} of ${all.length} as they must be`] : []),
  ...(bad.length > 0 ? [`${bad.length} are not`] : []),
  ...(notRun.length > 0 ? [`not run: ${notRun.join(', ')}`] : []),
];
console.log(`\n${counts.join('; ')}`);
process.exitCode = bad.length > 0 ? 1 : notRun.length > 0 ? 75 : 0;
