import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '@cdev/git';
import { lastWords, startScript, type SmokeExample, type Startable } from '@cdev/script-catalogue';
import type { Trial } from './trial.ts';

interface Subject {
  readonly binName: string;
  readonly metadata: { readonly smoke?: SmokeExample };
}

/** Runs the example that a script's metadata names, in a folder made for it. Without one nothing was tried, and that is said. */
export async function trySmoke(startable: Startable, { binName, metadata }: Subject, place: string): Promise<Trial> {
  const { smoke } = metadata;
  if (smoke === undefined)
    return {
      name: 'smoke',
      status: 'not-run',
      detail: 'its metadata has no example',
      fix: 'Add "smoke" to the "cdev" record of its package.json',
      duration: 0,
    };
  const cwd = await smokeFolder(smoke, place, startable.env);
  const start = await startScript({ ...startable, cwd }, smoke.args);
  const { exitCode, stdout, duration, brokenOff } = start;
  const wanted = smoke.exitCode ?? 0;
  const problem =
    brokenOff ??
    (exitCode === wanted
      ? smoke.stdout === undefined || stdout.includes(smoke.stdout)
        ? undefined
        : `does not say ${JSON.stringify(smoke.stdout)}: ${lastWords(start)}`
      : `ended with ${exitCode}, not ${wanted}: ${lastWords(start)}`);
  const words = [binName, ...smoke.args.map((word) => (/[^\w./=-]/.test(word) ? JSON.stringify(word) : word))].join(
    ' ',
  );
  return problem === undefined
    ? { name: 'smoke', status: 'ok', detail: words, duration }
    : { name: 'smoke', status: 'failed', detail: problem, fix: `Try it: ${words}`, duration };
}

async function smokeFolder(
  { files = {}, git: isRepository = false }: SmokeExample,
  place: string,
  env: Startable['env'],
): Promise<string> {
  const cwd = await mkdtemp(join(place, 'smoke-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(cwd, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (!isRepository) return cwd;
  const identity = [
    '-c',
    'user.name=Health check',
    '-c',
    'user.email=health-check@localhost',
    '-c',
    'commit.gpgsign=false',
  ];
  await git(cwd, ['init', '--quiet', '--initial-branch=main'], { env });
  await git(cwd, ['add', '--all'], { env });
  await git(cwd, [...identity, 'commit', '--quiet', '--allow-empty', '--message', 'Begin'], { env });
  return cwd;
}
