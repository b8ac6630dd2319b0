import { pathToFileURL } from 'node:url';
import { currentFolder } from '@cdev/core/cli';
import type { Replaceable } from './plugin/become-plugin.ts';
import type { SignalSource } from './plugin/start-plugin.ts';
import { scriptBin } from './script-bin.ts';
import { isScriptName } from './script-names.ts';

/** The process, as far as it is needed. */
export interface Surroundings extends SignalSource, Pick<Replaceable, 'execve'>, Pick<NodeJS.Process, 'cwd'> {
  /** Written to: what the script that takes over is told. `node:process` is not imported for it, as that opens all three streams: 13 ms. */
  readonly env: Record<string, string | undefined>;
}

/** What the front door itself does, written out because its commands take too long to load here. */
export const ownCommands: readonly string[] = [
  'list',
  'parallel',
  'run',
  'init',
  'doctor',
  'info',
  'logs',
  'completion',
  'rollback',
];

/**
 * `cdev <script> …`: becomes that script, in this process, so that it starts as fast as by its own name. A word
 * that is neither a script nor a command of the front door may be a plugin, `cdev-<word>`, which this process becomes where it can, and runs where it cannot.
 * @param argv the process's own; its first words are replaced by those the script expects
 * @returns the exit code of a plugin that was run; true when the script or plugin has taken over; false when the first word names no script, or one that is not installed: then only that word is left (unless help is
 *   wanted), for the front door to say so
 */
export async function passThrough(argv: string[], surroundings: Surroundings): Promise<boolean | number> {
  const [node = '', , word, ...rest] = argv;
  const cwd = currentFolder(surroundings);
  if (!isScriptName(word)) {
    if (word === undefined || word.startsWith('-') || ownCommands.includes(word)) return false;
    // Only here, for it takes longer to load than a script to be found.
    const { tryPlugin } = await import('./plugin/try-plugin.ts');
    const tried = await tryPlugin(word, { argv, cwd, surroundings });
    // Named by a lock that came with the project and not installed yet, or by one that cannot be read: who can mend it says so.
    if (tried === 'unsaid') argv.splice(2, argv.length, 'info', word);
    return typeof tried === 'number' ? tried : tried === 'became';
  }
  const bin = scriptBin(word, cwd);
  if (bin === undefined) {
    if (!rest.includes('--help') && !rest.includes('-h')) argv.splice(3);
    return false;
  }
  // Scripts find each other from here, however they are installed.
  surroundings.env['CDEV_FRONT_DOOR'] = import.meta.url;
  argv.splice(0, argv.length, node, bin, ...rest);
  await import(pathToFileURL(bin).href);
  return true;
}
