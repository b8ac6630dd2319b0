import { message, oneLine, recordAt, retry, sumOf, tool, type AgentActivity } from './activity.ts';
import type { Driver } from './driver.ts';
import { findProgram } from './find-program.ts';
import { jsonLine } from './json-line.ts';
import { geminiHookFile, hookEnvironment } from './write-hook.ts';
import { promptArgument } from './prompt-argument.ts';

const hint = 'Install it with "npm install --global @google/gemini-cli", then set GEMINI_API_KEY';
const writers = new Set(['write_file', 'replace', 'edit']);

/** Gemini CLI: `gemini -p -o stream-json`, an event a line. With `edit` it has no shell. */
export const gemini: Driver = {
  name: 'gemini',
  hookFile: geminiHookFile,
  detect: (context) => findProgram('gemini', { hint, context }),
  commandLine: (task) => ({
    file: 'gemini',
    args: [
      '-p',
      promptArgument(task),
      '-o',
      'stream-json',
      '--approval-mode',
      task.permissions === 'all' ? 'yolo' : 'auto_edit',
      // A new worktree is a folder that nobody was asked about yet, and there is nobody to ask.
      '--skip-trust',
      ...(task.session === undefined ? [] : ['--resume', task.session]),
      ...task.extraArguments,
    ],
    env: hookEnvironment(geminiHookFile, task.writeHook),
  }),
  // By its name: a person may have begun others in that folder.
  resume: ({ session, writeHook, extraArguments }) => ({
    file: 'gemini',
    args: ['--resume', session, ...extraArguments],
    env: hookEnvironment(geminiHookFile, writeHook),
  }),
  readLine,
  readErrorLine,
  countsWholeSession: { tokens: false, cost: false },
};

function readLine(line: string): readonly AgentActivity[] {
  const event = jsonLine(line);
  switch (event?.['type']) {
    case 'init':
      return [{ kind: 'session', id: oneLine(event['session_id']) }];
    case 'message':
      return event['role'] === 'assistant' ? message(event['content']) : [];
    case 'tool_use': {
      const input = recordAt(event, 'parameters');
      return writers.has(String(event['tool_name']))
        ? [{ kind: 'file', text: oneLine(input['file_path'] ?? input['absolute_path']) }]
        : [tool(event['tool_name'], input)];
    }
    case 'tool_result':
      return event['status'] === 'error' ? readRefusal(recordAt(event, 'error'), toolOf(event['tool_id'])) : [];
    case 'error':
      return message(event['message']);
    case 'result':
      return [
        { kind: 'usage', tokens: sumOf(recordAt(event, 'stats'), ['total_tokens']) },
        {
          kind: 'result',
          ok: event['status'] === 'success',
          text: oneLine(recordAt(event, 'error')['message'] ?? event['status']),
        },
      ];
    default:
      return [];
  }
}

/** Its stream says nothing of it: `Attempt 1 failed with status 429. Retrying with backoff... _ApiError: {"error":{"message":"…"}}`. */
function readErrorLine(line: string): readonly AgentActivity[] {
  const [, attempt, status, why = ''] =
    /^Attempt (\d+) failed(?: with status (\d+))?\. Retrying with backoff\.{3} ?(.*)$/.exec(line) ?? [];
  if (attempt === undefined) return [];
  const said = /"message":"((?:[^"\\]|\\.)*)"/.exec(why)?.[1] ?? why;
  return [retry(said, { attempt: Number(attempt), ...(status !== undefined && { status: Number(status) }) })];
}

/** A tool that was not offered is what a denied permission looks like here. */
function readRefusal(error: Readonly<Record<string, unknown>>, used: string): AgentActivity[] {
  const isDenied = /denied|not_registered|policy|approval/i.test(String(error['type']));
  const text = oneLine(error['message']);
  return isDenied ? [{ kind: 'permission-denied', text: used === '' ? text : `${used}: ${text}` }] : message(text);
}

/** An id begins with the tool's name: `write_file__fc_1b27`. */
function toolOf(id: unknown): string {
  return /^([a-z][a-z_]*?)__/.exec(oneLine(id))?.[1] ?? '';
}
