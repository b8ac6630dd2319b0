import { delimiter, dirname, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import type { Log } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import type { WorkspaceMember } from '@cdev/package-workspace';
import { errors } from './errors.ts';

export interface LifecycleOptions {
  /** What scripts and the package manager see; its PATH is where they are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log | undefined;
}

/**
 * Runs a script of a package's manifest as npm does around packing: in the package's folder, with the `node_modules/.bin` of it and of the folders above first on
 * the path, and npm's variables. What it prints goes to the log. Without such a script nothing happens.
 * @throws CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function runLifecycleScript(
  script: string,
  member: WorkspaceMember,
  { env, signal, log }: LifecycleOptions,
): Promise<void> {
  const command = (Object(member.manifest['scripts']) as Readonly<Record<string, unknown>>)[script];
  if (typeof command !== 'string' || command === '') return;
  const [shell, ...first] = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['sh', '-c'];
  const { name, version, folder } = member;
  log?.info('lifecycle script', { script, package: name });
  try {
    await run(shell ?? 'sh', [...first, command], {
      cwd: folder,
      env: {
        ...env,
        PATH: [...binFolders(folder), env['PATH'] ?? ''].join(delimiter),
        INIT_CWD: folder,
        npm_command: 'pack',
        npm_execpath: env['npm_execpath'],
        npm_node_execpath: process.execPath,
        npm_lifecycle_event: script,
        npm_lifecycle_script: command,
        npm_package_json: join(folder, 'package.json'),
        npm_package_name: name,
        npm_package_version: version,
      },
      signal,
      leftBehind: 'end',
      onLine: (line, stream) => log?.debug('script output', { script, package: name, stream, line }),
    });
  } catch (error) {
    if (!isCdevError(error) || error.code === 'CDEV_E_SUBPROCESS_CANCELLED') throw error;
    const { outcome = error.message, output = '' } = error.details as { outcome?: string; output?: string };
    const told = output === '' ? outcome : `${outcome}:\n${output}`;
    throw errors.make(
      'CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED',
      { package: name, script, outcome: told },
      { cause: error },
    );
  }
}

function binFolders(folder: string): readonly string[] {
  const above = dirname(folder);
  return [join(folder, 'node_modules', '.bin'), ...(above === folder ? [] : binFolders(above))];
}
