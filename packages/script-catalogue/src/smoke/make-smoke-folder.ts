import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SmokeExample, SmokeFiles, SmokeRepository } from './smoke-example.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A new folder in `place` with what the example needs. It lies in one of its own, so that what a script puts beside its folder is in `place` too, and in nobody's way.
 * @param example one that `smokeRefusal` has nothing against
 * @returns its path
 */
export async function makeSmokeFolder(
  { files = {}, git: repository = false }: SmokeExample,
  place: string,
  env: Env,
): Promise<string> {
  const cwd = join(await mkdtemp(join(place, 'smoke-')), 'example');
  await mkdir(cwd);
  await writeFiles(cwd, files);
  if (repository !== false) await makeRepository(cwd, repository === true ? {} : repository, env);
  return cwd;
}

async function writeFiles(folder: string, files: SmokeFiles): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function makeRepository(
  cwd: string,
  { branches = {}, on = 'main', changes = {} }: SmokeRepository,
  env: Env,
): Promise<void> {
  const { git } = await import('@cdev/git');
  const settings = ['user.name=Health check', 'user.email=health-check@localhost', 'commit.gpgsign=false'];
  const identity = settings.flatMap((setting) => ['-c', setting]);
  const commitAll = async (message: string): Promise<void> => {
    await git(cwd, ['add', '--all'], { env });
    await git(cwd, [...identity, 'commit', '--quiet', '--allow-empty', '--message', message], { env });
  };
  await git(cwd, ['init', '--quiet', '--initial-branch=main'], { env });
  await commitAll('Begin');
  let current = 'main';
  const change = async (args: readonly string[], branch: string): Promise<void> => {
    await git(cwd, ['switch', '--quiet', ...args], { env });
    current = branch;
  };
  for (const [branch, files] of Object.entries(branches)) {
    await change(['--create', branch, 'main'], branch);
    await writeFiles(cwd, files);
    await commitAll(`Work on ${branch}`);
  }
  if (current !== on) await change([on], on);
  await writeFiles(cwd, changes);
}
