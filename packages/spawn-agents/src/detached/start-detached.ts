import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { CommandLine } from '../drivers/index.ts';
import { errors } from '../errors.ts';
import { removeOutput, outputFiles } from './output-files.ts';

/**
 * Starts the program that is its first argument's, waits, and leaves the exit code where whoever comes later finds it. What ends the group must not
 * end this before: a trap that does something is not inherited, one that ignores is.
 */
const keeper = `exec 3>&2 2>/dev/null
trap : HUP INT TERM
"$@" 2>&3 3>&-
code=$?
printf '%s\\n' "$code" > "$0.new" && mv "$0.new" "$0"
`;

/**
 * Starts an agent in a session of its own, with files for its output: nothing of it ends with this process.
 * @returns the id of its process group
 * @throws CDEV_E_SPAWN_DRIVER_MISSING when not even the shell can be started
 */
export async function startDetached(
  { file, args, env }: CommandLine,
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>; readonly log: string },
): Promise<number> {
  const { stdout, stderr, exit } = outputFiles(place.log);
  // Of one that was started and never known of.
  await removeOutput(place.log);
  const streams = [stdout, stderr].map((path) => openSync(path, 'a', 0o600));
  try {
    const environment = Object.entries({ ...place.env, ...env }).filter(([, value]) => value !== undefined);
    const child = spawn('/bin/sh', ['-c', keeper, exit, file, ...args], {
      cwd: place.cwd,
      env: Object.fromEntries(environment) as Record<string, string>,
      detached: true,
      stdio: ['ignore', ...streams] as ['ignore', number, number],
    });
    child.unref();
    await once(child, 'spawn');
    return child.pid as number;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw errors.make(
      'CDEV_E_SPAWN_DRIVER_MISSING',
      { driver: file, reason, hint: 'See that /bin/sh is there' },
      { cause },
    );
  } finally {
    for (const stream of streams) closeSync(stream);
  }
}
