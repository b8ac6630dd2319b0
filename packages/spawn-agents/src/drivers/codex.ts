import { isRecord, message, oneLine, recordAt, retry, sumOf, tool, type AgentActivity } from './activity.ts';
import type { Driver } from './driver.ts';
import { findProgram } from './find-program.ts';
import { jsonLine } from './json-line.ts';
import { promptArgument } from './prompt-argument.ts';
import { codexArguments } from './tool-servers.ts';

const hint = 'Install it with "npm install --global @openai/codex", then sign in with "codex login"';

/** Codex CLI: `codex exec --json`, an event a line. */
export const codex: Driver = {
  name: 'codex',
  detect: (context) => findProgram('codex', { hint, context }),
  commandLine: (task) => ({
    file: 'codex',
    args: [
      'exec',
      '--json',
      ...(task.permissions === 'all' ? ['--dangerously-bypass-approvals-and-sandbox'] : ['-s', 'workspace-write']),
      ...codexArguments(task.toolServers),
      ...task.extraArguments,
      ...(task.session === undefined ? [] : ['resume', task.session]),
      promptArgument(task),
    ],
    env: {},
  }),
  resume: ({ session, toolServers, extraArguments }) => ({
    file: 'codex',
    args: ['resume', ...codexArguments(toolServers), ...extraArguments, session],
    env: {},
  }),
  readLine,
  hears: 'with its next call of our tools',
  countsWholeSession: { tokens: true, cost: false },
};

function readLine(line: string): readonly AgentActivity[] {
  const event = jsonLine(line);
  switch (event?.['type']) {
    case 'thread.started':
      return [{ kind: 'session', id: oneLine(event['thread_id']) }];
    case 'item.started':
      return readStart(recordAt(event, 'item'));
    case 'item.completed':
      return readItem(recordAt(event, 'item'));
    case 'error':
      return readError(event['message']);
    case 'turn.completed':
      // Cached input is part of the input, reasoning is part of the output.
      return [
        { kind: 'usage', tokens: sumOf(recordAt(event, 'usage'), ['input_tokens', 'output_tokens']) },
        { kind: 'result', ok: true, text: 'turn completed' },
      ];
    case 'turn.failed':
      return [{ kind: 'result', ok: false, text: oneLine(recordAt(event, 'error')['message']) }];
    default:
      return [];
  }
}

/** `Reconnecting... 2/5 (exceeded retry limit, last status: 429 Too Many Requests)`. How long it waits it does not tell. */
function readError(text: unknown): AgentActivity[] {
  const [, attempt, why = ''] = /^Reconnecting\.{3} (\d+)\/\d+(?: \((.*)\))?$/s.exec(String(text)) ?? [];
  if (attempt === undefined) return message(text);
  const status = /\bstatus: (\d{3})\b/.exec(why)?.[1];
  return [retry(why, { attempt: Number(attempt), ...(status !== undefined && { status: Number(status) }) })];
}

function readStart(item: Readonly<Record<string, unknown>>): AgentActivity[] {
  if (item['type'] === 'command_execution') return [tool('shell', { command: withoutShell(item['command']) })];
  if (item['type'] === 'web_search') return [tool('web search', item)];
  if (item['type'] === 'mcp_tool_call')
    return [tool(`${oneLine(item['server'])} ${oneLine(item['tool'])}`, item['arguments'])];
  return [];
}

/** It runs everything by `/bin/bash -lc "…"`, which tells nobody anything. */
function withoutShell(command: unknown): unknown {
  if (typeof command !== 'string') return command;
  return /^(?:\S*\/)?(?:ba|da|z)?sh -l?c (["']?)([\s\S]+)\1$/.exec(command)?.[2] ?? command;
}

function readItem(item: Readonly<Record<string, unknown>>): AgentActivity[] {
  if (item['type'] === 'agent_message') return message(item['text']);
  if (item['type'] === 'error') return message(item['message']);
  if (item['type'] !== 'file_change' || !Array.isArray(item['changes'])) return [];
  return item['changes'].filter(isRecord).map((change) => ({ kind: 'file', text: oneLine(change['path']) }));
}
