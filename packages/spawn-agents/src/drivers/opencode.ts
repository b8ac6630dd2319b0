import { message, oneLine, recordAt, sumOf, tool, type AgentActivity } from './activity.ts';
import type { Driver } from './driver.ts';
import { findProgram } from './find-program.ts';
import { jsonLine } from './json-line.ts';
import { promptArgument } from './prompt-argument.ts';
import { opencodeDenied } from './own-rules.ts';
import { opencodeEnvironment } from './tool-servers.ts';

const hint = 'Install it with "npm install --global opencode-ai", then sign in with "opencode auth login"';
const writers = new Set(['write', 'edit', 'patch', 'multiedit', 'apply_patch']);

/** OpenCode: `opencode run --format json`, an event a line. */
export const opencode: Driver = {
  name: 'opencode',
  detect: (context) => findProgram('opencode', { hint, context }),
  // Four first starts at once: some end with "Failed query: CREATE TABLE".
  firstStart: { file: 'opencode', args: ['session', 'list'], env: { OPENCODE_DISABLE_AUTOUPDATE: '1' } },
  commandLine: (task) => ({
    file: 'opencode',
    args: [
      'run',
      '--format',
      'json',
      ...(task.permissions === 'all' ? ['--auto'] : []),
      ...(task.session === undefined ? [] : ['--session', task.session]),
      ...task.extraArguments,
      promptArgument(task),
    ],
    env: { OPENCODE_DISABLE_AUTOUPDATE: '1', ...opencodeEnvironment(task.toolServers, opencodeDenied(task.foreign)) },
  }),
  resume: ({ session, toolServers, extraArguments }) => ({
    file: 'opencode',
    args: ['--session', session, ...extraArguments],
    env: { OPENCODE_DISABLE_AUTOUPDATE: '1', ...opencodeEnvironment(toolServers) },
  }),
  readLine,
  hears: 'with its next call of our tools',
  countsWholeSession: { tokens: false, cost: false },
};

function readLine(line: string): readonly AgentActivity[] {
  const event = jsonLine(line);
  const part = recordAt(event, 'part');
  switch (event?.['type']) {
    case 'step_start':
      return [{ kind: 'session', id: oneLine(event['sessionID']) }];
    case 'text':
      return message(part['text']);
    case 'tool_use':
      return readTool(part);
    case 'step_finish': {
      const counts = recordAt(part, 'tokens');
      const cache = sumOf(recordAt(counts, 'cache'), ['read', 'write']);
      const cost = part['cost'];
      return [
        {
          kind: 'usage',
          tokens: sumOf(counts, ['input', 'output', 'reasoning']) + cache,
          ...(typeof cost === 'number' && { cost }),
        },
      ];
    }
    case 'error': {
      const error = recordAt(event, 'error');
      return [{ kind: 'result', ok: false, text: oneLine(recordAt(error, 'data')['message'] ?? error['name']) }];
    }
    default:
      return [];
  }
}

function readTool(part: Readonly<Record<string, unknown>>): AgentActivity[] {
  const state = recordAt(part, 'state');
  const input = recordAt(state, 'input');
  const used: AgentActivity = writers.has(String(part['tool']))
    ? { kind: 'file', text: oneLine(input['filePath'] ?? state['title']) }
    : tool(part['tool'], input);
  if (state['status'] !== 'error') return [used];
  const isDenied = /rejected permission|permission denied|prevents you from using/i.test(String(state['error']));
  // The rules themselves are long, and the user's own.
  const why = oneLine(state['error']).replace(/ Here are some of the relevant rules.*$/, '');
  const what = isDenied && used.kind === 'file' ? `${String(part['tool'])} ${used.text}` : String(part['tool']);
  const refused = oneLine(`${what}: ${why}`);
  return isDenied ? [{ kind: 'permission-denied', text: refused }] : message(refused);
}
