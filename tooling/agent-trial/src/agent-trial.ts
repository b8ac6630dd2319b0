import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { assistants, install } from './assistants.ts';
import { trial, type Finding } from './trial.ts';

// pnpm test:agents [codex|opencode …]: real assistants from npm, a scripted model, the whole way from spawn to integration. 400 MB each, so it is asked for.
const here = fileURLToPath(new URL('..', import.meta.url));
const cache = join(here, 'node_modules', '.cache', 'assistants');
const wanted = process.argv.slice(2).filter((word) => word !== '--');
const chosen = assistants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0)
  throw new Error(
    `No such assistant: ${wanted.join(', ')}. There are: ${assistants.map(({ name }) => name).join(', ')}`,
  );

let all: readonly Finding[] = [];
for (const assistant of chosen) {
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  tell(`# ${assistant.package}`);
  const bins = await install(assistant, cache);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, `${assistant.name}-trial-`));
  try {
    all = [...all, ...(await trial({ assistant, bins, folder, tell }))];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    const text = lines.join('\n').replaceAll(folder, '<folder>').replaceAll(here, '<here>/');
    await mkdir(join(here, 'transcripts'), { recursive: true });
    await writeFile(join(here, 'transcripts', `${assistant.name}.txt`), `${text}\n`);
  }
}
const bad = all.filter(({ isWell }) => !isWell);
console.log(
  bad.length === 0
    ? `\n${all.length} of ${all.length} as they must be`
    : `\n${bad.length} of ${all.length} are not as they must be`,
);
process.exitCode = bad.length === 0 ? 0 : 1;
