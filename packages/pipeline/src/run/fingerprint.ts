import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { pipeline as flow } from 'node:stream/promises';
import { globPaths } from '@cdev/github-workflow';
import type { Instance } from './instance.ts';
import type { Setting } from './scope.ts';

/**
 * All that an instance depends on, as one digest: its command, its environment, the files and variables that it declares, and the
 * fingerprints of the steps that it needs, so that what comes after a change is changed too.
 */
export async function fingerprintOf(
  instance: Instance,
  setting: Setting,
  processEnv: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { step, work, env, cwd, combination } = instance;
  const { folder, results } = setting;
  return digest({
    form: 1,
    work,
    env: sorted(env),
    combination,
    folder: relative(folder, cwd),
    outputs: step.outputs,
    needs: step.needs.map((id) => [id, results.get(id)?.fingerprint ?? '', results.get(id)?.outputs ?? {}]),
    ...(step.cache && {
      machine: [process.platform, process.arch, process.versions.node],
      variables: step.cache.env.map((name) => [name, processEnv[name] ?? null]),
      files: await digestFiles(step.cache.files, folder),
    }),
  });
}

/** One digest for several. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function sorted(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Path and content of the files that match, in the order of their paths. `node_modules` and `.git` are passed over. */
export async function digestFiles(
  patterns: readonly string[],
  folder: string,
): Promise<readonly (readonly [path: string, content: string])[]> {
  const paths = globPaths([...patterns, '!**/node_modules/**', '!**/.git/**'], { folder })
    .map((file) => ({ file, path: relative(folder, file).split(sep).join('/') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const digests: (readonly [string, string])[] = [];
  for (const { file, path } of paths) digests.push([path, await contentDigest(file)]);
  return digests;
}

async function contentDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    if ((await lstat(file)).isSymbolicLink()) hash.update(`link ${await readlink(file)}\0`);
    await flow(createReadStream(file), hash);
    return hash.digest('hex');
  } catch (error) {
    // A socket, a folder behind a link, or gone since: that it is so is its content.
    return `not read: ${(error as NodeJS.ErrnoException).code ?? ''}`;
  }
}
