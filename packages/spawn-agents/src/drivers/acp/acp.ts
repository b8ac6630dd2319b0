import { basename } from 'node:path';
import { readActivityLine } from '../activity-line.ts';
import { systemShell } from '../command.ts';
import type { Driver } from '../driver.ts';
import { onPath } from '../find-program.ts';
import { opencode } from '../opencode.ts';

const hint = "Name the command that starts an agent of the protocol: --driver acp --command 'opencode acp'";

/**
 * Any agent that speaks the Agent Client Protocol (version 1, https://agentclientprotocol.com) on its stdin and stdout. Its messages are
 * in the log as they came; a line of our own says what they tell.
 */
export function acpDriver(command: string): Driver {
  const [shell, flag] = systemShell;
  // What is not a plain word only a shell could look up.
  const program = command.trim().split(/\s+/)[0] ?? '';
  return {
    name: 'acp',
    detect: async ({ env }) => {
      if (command === '') return { status: 'missing', hint };
      const path = /^[\w@./+-]+$/.test(program) ? onPath(program, env) : shell;
      return path === undefined
        ? { status: 'missing', hint: `Install ${program}, or name it by its path` }
        : { status: 'ready', version: 'any agent of the protocol', path };
    },
    ...(basename(program) === 'opencode' &&
      opencode.firstStart && { firstStart: { ...opencode.firstStart, file: program } }),
    commandLine: ({ extraArguments }) => ({
      file: shell,
      args: [
        flag,
        extraArguments.length === 0 ? command : `${command} "$@"`,
        ...(extraArguments.length === 0 ? [] : ['agent', ...extraArguments]),
      ],
      env: {},
    }),
    readLine: (line) => readActivityLine(line) ?? [],
    converse: async (conversation) => (await import('./converse.ts')).converse(conversation),
    hears: 'at its next turn',
    countsWholeSession: { tokens: false, cost: false },
  };
}
