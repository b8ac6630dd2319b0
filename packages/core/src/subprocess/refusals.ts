import { dirname, isAbsolute, resolve } from 'node:path';
import { quoteForShell } from './quote-for-shell.ts';

/** What the system says of files that it lets nobody use as asked, and the step to take, by what errno(3) calls it. */
export const refusals: Readonly<Record<string, readonly [reason: string, step: (place: string) => string]>> = {
  EACCES: ['permission denied', (place) => `See who may write there: ls -ld ${place}`],
  EPERM: ['operation not permitted', (place) => `See who may write there: ls -ld ${place}`],
  EROFS: ['read-only file system', (place) => `Have it mounted for writing: findmnt --target ${place}`],
  ENOSPC: ['no space left on device', (place) => `Make room: df -h ${place}`],
  EDQUOT: [
    'disk quota exceeded',
    (place) => `Make room within the quota of this user, who owns what is below ${place}`,
  ],
  EIO: ['input/output error', () => 'Look at the disk: dmesg'],
  EMFILE: ['too many open files', () => 'Let a process have more of them: ulimit -n 4096'],
  ENFILE: ['too many open files in the system', () => 'End what holds them: lsof'],
};

/**
 * The step to take when a program that ran in the folder failed because the system refused it a file; `undefined` when its output, in English, says nothing
 * of the kind. What another machine says of its own files (`remote: …`), and one that lets nobody in (`Permission denied (publickey)`), is none.
 */
export function refusalStep(output: string, folder: string): string | undefined {
  for (const line of output.split('\n')) {
    if (line.startsWith('remote:')) continue;
    // git's own words for EACCES, in the folder of its objects.
    const objects = /insufficient permission for adding an object to repository database (?<place>.+)$/.exec(line);
    if (objects !== null)
      return refusals['EACCES']?.[1](quoteForShell(resolve(folder, objects.groups?.['place'] ?? '')));
    // And for ENOSPC, where it writes an index.
    if (line.endsWith(' write error. Out of diskspace')) return refusals['ENOSPC']?.[1](quoteForShell(folder));
    const said = /(?:: |^)(?<reason>[^:]+?)\.?$/.exec(line)?.groups?.['reason']?.toLowerCase();
    const found = Object.values(refusals).find(([reason]) => reason === said);
    if (found === undefined) continue;
    const file = /'(?<file>[^']+)'/.exec(line)?.groups?.['file'];
    // What could not be made is not there to be looked at; the folder that it was to be in is.
    return found[1](quoteForShell(file !== undefined && isAbsolute(file) ? dirname(file) : folder));
  }
  return undefined;
}
