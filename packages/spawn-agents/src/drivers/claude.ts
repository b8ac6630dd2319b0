import { isRecord, message, oneLine, recordAt, retry, sumOf, tool, type AgentActivity } from './activity.ts';
import type { Driver, DriverTask } from './driver.ts';
import { findProgram } from './find-program.ts';
import { jsonLine } from './json-line.ts';
import { promptArgument } from './prompt-argument.ts';
import { claudeDenied } from './own-rules.ts';
import { mcpArguments } from './tool-servers.ts';
import { claudeSettings } from './write-hook.ts';

const hint = 'Install it with "npm install --global @anthropic-ai/claude-code", then sign in by starting "claude" once';
const writers = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);

/** Claude Code: `claude -p --output-format stream-json`, a message a line. */
export const claude: Driver = {
  name: 'claude',
  detect: (context) => findProgram('claude', { hint, context }),
  commandLine: (task) => ({
    file: 'claude',
    args: [
      '-p',
      // Before the options: some of them take all words that follow.
      promptArgument(task),
      '--output-format',
      'stream-json',
      '--verbose',
      '--permission-mode',
      task.permissions === 'all' ? 'bypassPermissions' : 'acceptEdits',
      ...(task.session === undefined ? [] : ['--resume', task.session]),
      ...mcpArguments(task.toolServers),
      ...claudeSettings(task.writeHook, claudeDenied(task.foreign)),
      ...task.extraArguments,
      ...allowedTools(task),
    ],
    env: { DISABLE_AUTOUPDATER: '1' },
  }),
  resume: ({ session, toolServers, writeHook, extraArguments }) => ({
    file: 'claude',
    args: ['--resume', session, ...mcpArguments(toolServers), ...claudeSettings(writeHook), ...extraArguments],
    env: { DISABLE_AUTOUPDATER: '1' },
  }),
  readLine,
  hears: 'with its next call of our tools',
  countsWholeSession: { tokens: false, cost: true },
};

/** A command with a character of the pattern language in it would allow something else. */
function allowedTools({ allowedCommands, toolServers = [] }: DriverTask): string[] {
  const plain = allowedCommands.filter((command) => !/[()*:\n]/.test(command)).map((command) => `Bash(${command})`);
  const tools = [...plain, ...toolServers.map(({ name }) => `mcp__${name}`)];
  return tools.length === 0 ? [] : ['--allowedTools', ...tools];
}

function readLine(line: string): readonly AgentActivity[] {
  const event = jsonLine(line);
  if (event?.['type'] === 'system') return readSystem(event);
  if (event?.['type'] === 'assistant') return readContent(recordAt(event, 'message')['content']);
  if (event?.['type'] === 'user') return readRefusals(recordAt(event, 'message')['content']);
  if (event?.['type'] !== 'result') return [];
  const cost = event['total_cost_usd'];
  // The counts in the messages before it are those of the beginning of each answer; only these are whole.
  const tokens = sumOf(recordAt(event, 'usage'), [
    'input_tokens',
    'cache_creation_input_tokens',
    'cache_read_input_tokens',
    'output_tokens',
  ]);
  const denied = Array.isArray(event['permission_denials']) ? event['permission_denials'].length : 0;
  const told = oneLine(event['result'] ?? event['subtype']);
  return [
    { kind: 'usage', tokens, ...(typeof cost === 'number' && { cost }) },
    {
      kind: 'result',
      ok: event['is_error'] !== true && event['subtype'] === 'success',
      text: denied === 0 ? told : oneLine(`denied permissions: ${denied}; ${told}`),
    },
  ];
}

function readSystem(event: Readonly<Record<string, unknown>>): AgentActivity[] {
  if (event['subtype'] === 'init') return [{ kind: 'session', id: oneLine(event['session_id']) }];
  if (event['subtype'] === 'api_retry') {
    const { attempt, retry_delay_ms: wait, error_status: status } = event;
    return [retry(event['error'], { attempt, wait, status })];
  }
  if (event['subtype'] !== 'permission_denied') return [];
  return [
    {
      kind: 'permission-denied',
      text: oneLine(`${oneLine(event['tool_name'])}: ${oneLine(event['decision_reason'] ?? event['message'])}`),
    },
  ];
}

/** What our hook refuses, and what rules of its own do before it is asked, is told in the answer to the tool alone. */
function readRefusals(content: unknown): AgentActivity[] {
  if (!Array.isArray(content)) return [];
  return content.filter(isRecord).flatMap((part): AgentActivity[] => {
    const text = part['is_error'] === true ? part['content'] : undefined;
    const reason =
      typeof text === 'string'
        ? /cdev: refused, ([^\n]+)|(?<=>)(File is in a directory that is denied[^<]*)/.exec(text)
        : null;
    return reason === null ? [] : [{ kind: 'permission-denied', text: oneLine(reason[1] ?? reason[2]) }];
  });
}

function readContent(content: unknown): AgentActivity[] {
  if (!Array.isArray(content)) return message(content);
  return content.filter(isRecord).flatMap((part): AgentActivity[] => {
    if (part['type'] === 'text') return message(part['text']);
    if (part['type'] !== 'tool_use') return [];
    const input = recordAt(part, 'input');
    return writers.has(String(part['name']))
      ? [{ kind: 'file', text: oneLine(input['file_path'] ?? input['notebook_path']) }]
      : [tool(part['name'], input)];
  });
}
