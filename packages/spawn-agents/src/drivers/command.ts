import { message, type AgentActivity } from './activity.ts';
import { readActivityLine } from './activity-line.ts';
import type { Driver } from './driver.ts';
import { onPath } from './find-program.ts';

/** The shell of the system, and the flag before a command. */
export const systemShell: readonly [string, string] = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];

/**
 * Any shell command as an agent. It is told its task by the environment and by the files in `.cdev`. What it prints are its
 * messages; a line such as `{"activity":"usage","tokens":1200,"cost":0.01}` is understood as what it says.
 */
export function commandDriver(command: string): Driver {
  const [shell, flag] = systemShell;
  return {
    name: 'command',
    detect: async ({ env }) => {
      const path = onPath(shell, env);
      return path === undefined
        ? { status: 'missing', hint: `Put ${shell} on PATH` }
        : { status: 'ready', version: 'any command line', path };
    },
    commandLine: ({ extraArguments }) => ({
      file: shell,
      // What follows the command text are its $0, $1 …
      args: [flag, command, ...(extraArguments.length === 0 ? [] : ['agent', ...extraArguments])],
      env: {},
    }),
    readLine,
    countsWholeSession: { tokens: false, cost: false },
  };
}

function readLine(line: string): readonly AgentActivity[] {
  return readActivityLine(line) ?? message(line);
}
