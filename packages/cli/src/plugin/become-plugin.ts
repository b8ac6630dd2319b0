import { Module } from 'node:module';
import type { Plugin } from './find-plugin.ts';
import { programKind } from './program-kind.ts';

/** The process, as far as it is needed. */
export interface Replaceable {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of POSIX, in Node from 22.15 on. */
  readonly execve?: ((file: string, args: readonly string[], env: Record<string, string>) => void) | undefined;
}

/**
 * Makes this process the plugin, which costs one start of a program less than to run it beside: a Node program by its file, as `node <file>` would; another by the system.
 * @param argv the process's own; its words are replaced by those the program expects
 * @returns false for what can only be run beside this process: limits need a Node of their own, and not every system can replace a process
 */
export function becomePlugin({ file, words = [] }: Plugin, argv: string[], { env, execve }: Replaceable): boolean {
  const [node = '', , , ...rest] = argv;
  const [program, ...more] = file === process.execPath ? words : [file];
  if (program === undefined) return false;
  const isLimited = program.startsWith('-');
  const isOfThisNode = file === process.execPath && !isLimited;
  const kind = isOfThisNode ? 'node' : isLimited ? 'image' : programKind(program);
  if (kind === 'node' && more.length === 0) {
    argv.splice(0, argv.length, node, program, ...rest);
    // Node's own way from its command line to a main module, so that `require.main` and the like are as in any program.
    Module.runMain();
    return true;
  }
  if (kind !== 'image' || execve === undefined) return false;
  execve.call(process, file, [file, ...words, ...rest], definedIn(env));
  return true;
}

function definedIn(env: Replaceable['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
