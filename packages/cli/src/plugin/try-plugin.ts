import { homedir } from 'node:os';
import { join } from 'node:path';
import { becomePlugin, type Replaceable } from './become-plugin.ts';
import { findPlugin, hasLock } from './find-plugin.ts';
import type { SignalSource } from './start-plugin.ts';

/** `unsaid`: it was added, or may have been, and cannot be started; `cdev info` says why. */
export type Tried = 'none' | 'unsaid' | 'became' | number;

/**
 * Looks for the plugin of that name, and becomes it or runs it. In a file of its own with all that this takes: each file that is loaded costs a millisecond.
 * @param argv the process's own
 * @returns the exit code of one that was run beside this process
 */
export async function tryPlugin(
  name: string,
  { argv, cwd, surroundings }: { argv: string[]; cwd: string; surroundings: SignalSource & Replaceable },
): Promise<Tried> {
  const { env } = surroundings;
  const home = env['CDEV_HOME'] || join(homedir(), '.cdev');
  const place = { cwd, path: env['PATH'], home };
  const plugin = await findPlugin(name, place);
  if (plugin === undefined) {
    if (!hasLock(place)) return 'none';
    const { hasUnreadableLock } = await import('./added-plugin.ts');
    return hasUnreadableLock(place) ? 'unsaid' : 'none';
  }
  if (plugin.added?.isInstalled === false) return 'unsaid';
  const rest = argv.slice(3);
  if (becomePlugin(plugin, argv, surroundings)) return 'became';
  const { startPlugin } = await import('./start-plugin.ts');
  return startPlugin(plugin, rest, surroundings);
}
