import { message, oneLine, type AgentActivity } from './activity.ts';
import type { Driver } from './driver.ts';
import { onPath } from './find-program.ts';
import { jsonLine } from './json-line.ts';

/**
 * Any shell command as an agent. It is told its task by the environment and by the files in `.cdev`. What it prints are its
 * messages; a line such as `{"activity":"usage","tokens":1200,"cost":0.01}` is understood as what it says.
 */
export function commandDriver(command: string): Driver {
  const [shell, flag] = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];
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
  const event = jsonLine(line);
  const kind = event?.['activity'];
  if (event === undefined || typeof kind !== 'string') return message(line);
  const { tokens, cost } = event;
  const text = oneLine(event['text']);
  if (kind === 'usage')
    return [{ kind, tokens: typeof tokens === 'number' ? tokens : 0, ...(typeof cost === 'number' && { cost }) }];
  if (kind === 'message' || kind === 'tool' || kind === 'file' || kind === 'permission-denied')
    return text === '' ? [] : [{ kind, text }];
  return message(line);
}
