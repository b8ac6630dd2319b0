import { platform } from 'node:process';

/** A command line for the shell of the system. */
export function shellCommand(command: string): { readonly file: string; readonly args: readonly string[] } {
  return platform === 'win32'
    ? { file: 'cmd.exe', args: ['/d', '/s', '/c', command] }
    : { file: '/bin/sh', args: ['-c', command] };
}
