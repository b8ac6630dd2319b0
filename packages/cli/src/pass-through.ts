import { env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { scriptBin } from './script-bin.ts';
import { isScriptName } from './script-names.ts';

/**
 * `cdev <script> …`: becomes that script, in this process, so that it starts as fast as by its own name.
 * @param argv the process's own; its first words are replaced by those the script expects
 * @returns false when the first word names no script, or one that is not installed: then only that word is left (unless help is
 *   wanted), for the front door to say so
 */
export async function passThrough(argv: string[], cwd: string): Promise<boolean> {
  const [node = '', , word, ...rest] = argv;
  if (!isScriptName(word)) return false;
  const bin = scriptBin(word, cwd);
  if (bin === undefined) {
    if (!rest.includes('--help') && !rest.includes('-h')) argv.splice(3);
    return false;
  }
  // Scripts find each other from here, however they are installed.
  env['CDEV_FRONT_DOOR'] = import.meta.url;
  argv.splice(0, argv.length, node, bin, ...rest);
  await import(pathToFileURL(bin).href);
  return true;
}
