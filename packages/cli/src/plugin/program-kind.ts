import { closeSync, openSync, readSync } from 'node:fs';
import { isExecutable } from './find-plugin.ts';

/** `node`: this process can be it. `image`: the system can put it in the place of this process. `other`: it has to be started beside it. */
export type ProgramKind = 'node' | 'image' | 'other';

/** By the first line of an executable. */
export function programKind(file: string): ProgramKind {
  if (process.platform === 'win32') return 'other';
  const first = firstLine(file);
  if (/^#!\s*\/usr\/bin\/env\s+node\s*$/.test(first)) return 'node';
  const interpreter = /^#!\s*(\S+)/.exec(first)?.[1];
  if (interpreter !== undefined) return isExecutable(interpreter) ? 'image' : 'other';
  return first.startsWith('\u007FELF') ? 'image' : 'other';
}

function firstLine(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(256);
      const length = readSync(handle, bytes, 0, bytes.length, 0);
      return bytes.toString('latin1', 0, length).split('\n')[0] ?? '';
    } finally {
      closeSync(handle);
    }
  } catch {
    // Who may run it need not be allowed to read it.
    return '';
  }
}
