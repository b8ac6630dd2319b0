import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the model does next: writes a file, runs a command, or says something and ends its turn. */
export type Step =
  | { readonly write: string; readonly content: string }
  | { readonly shell: string }
  | { readonly say: string };

/** What goes wrong with the nth request of an agent (from 1), once. */
export interface Fault {
  readonly request: number;
  readonly status?: number;
  /** Milliseconds before the answer. */
  readonly delay?: number;
}

export interface Part {
  readonly steps: readonly Step[];
  readonly faults?: readonly Fault[];
}

export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  /** Requests with tools, by agent. */
  readonly requests: ReadonlyMap<string, number>;
  /** The newest `authorization` of each. */
  readonly keys: ReadonlyMap<string, string>;
  /** Nobody is there any more. */
  readonly close: () => Promise<void>;
}

/**
 * A stand-in for the service behind an assistant, with no network: which agent asks is read from its task (“You are agent `x`”), which step comes next from
 * the tool results that are in the request. Speaks the two forms that Codex (OpenAI Responses) and OpenCode (Chat Completions) need, streamed.
 */
export async function startScriptedModel(parts: Readonly<Record<string, Part>>): Promise<ScriptedModel> {
  const requests = new Map<string, number>();
  const keys = new Map<string, string>();
  const server = createServer((request, response) => {
    void answer(request, response, { parts, requests, keys }).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((closed) => server.close(closed));
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, requests, keys, close, [Symbol.asyncDispose]: close };
}

interface Script {
  readonly parts: Readonly<Record<string, Part>>;
  readonly requests: Map<string, number>;
  readonly keys: Map<string, string>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { parts, requests, keys }: Script,
): Promise<void> {
  const text = await textOf(request);
  if (request.method !== 'POST')
    return json(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
  const form = request.url?.endsWith('/responses') === true ? responses : chat;
  const asked = form.read(JSON.parse(text) as Body);
  const agent = [...text.matchAll(/You are agent `([a-z0-9-]+)`/g)].at(-1)?.[1] ?? '';
  const part = parts[agent];
  // Titles and summaries offer no tools.
  if (asked.tools.length === 0 || !part) return form.write(response, { say: 'A title' }, asked);
  const count = (requests.get(agent) ?? 0) + 1;
  requests.set(agent, count);
  keys.set(agent, request.headers.authorization ?? 'none');
  const fault = part.faults?.find((one) => one.request === count);
  if (fault?.status !== undefined)
    return json(
      response,
      fault.status,
      { error: { message: 'scripted fault', code: fault.status } },
      { 'retry-after': '1' },
    );
  if (fault?.delay !== undefined) await pause(fault.delay);
  const step = part.steps[Math.min(asked.results, part.steps.length - 1)] ?? { say: 'Done.' };
  form.write(response, 'say' in step ? step : toolCall(step, asked.tools), asked);
}

type Body = Readonly<Record<string, unknown>>;
type Tool = { readonly name: string; readonly properties: Readonly<Record<string, { type?: unknown }>> };
type Move = { readonly say: string } | { readonly call: string; readonly arguments: Readonly<Record<string, unknown>> };
interface Asked {
  readonly tools: readonly Tool[];
  /** Tool results so far. */
  readonly results: number;
}
interface Form {
  readonly read: (body: Body) => Asked;
  readonly write: (response: ServerResponse, move: Move, asked: Asked) => void;
}

/** With whichever tool the agent offers for it. */
function toolCall(step: Exclude<Step, { say: string }>, tools: readonly Tool[]): Move {
  const writer = tools.find(({ name }) => /^write(?:_file)?$/.test(name));
  if ('write' in step && writer) {
    const known = Object.keys(writer.properties).filter((name) => /path/i.test(name));
    const paths = Object.fromEntries(known.map((name) => [name, step.write]));
    return { call: writer.name, arguments: { ...paths, content: step.content } };
  }
  const command =
    'shell' in step
      ? step.shell
      : `mkdir -p "$(dirname '${step.write}')" && printf %s ${Buffer.from(step.content).toString('base64')} | base64 -d > '${step.write}'`;
  const shell = tools.find(({ name }) => /^(?:exec_command|shell|shell_command|local_shell|bash)$/.test(name));
  if (!shell) return { say: 'There is no tool for it.' };
  const isList = shell.properties['command']?.type === 'array';
  const line = isList ? ['bash', '-lc', command] : command;
  return {
    call: shell.name,
    arguments: 'cmd' in shell.properties ? { cmd: command } : { command: line, description: 'scripted' },
  };
}

const usage = { input: 100, output: 20 };

const responses: Form = {
  read: ({ tools, input }) => ({
    tools: listOf(tools)
      .flatMap((tool) => (tool['type'] === 'namespace' ? listOf(tool['tools']) : [tool]))
      .map((tool) => toolOf(tool['name'], tool['parameters'])),
    results: listOf(input).filter(({ type }) => String(type).endsWith('call_output')).length,
  }),
  write: (response, move) => {
    const item =
      'say' in move
        ? {
            id: idOf('msg'),
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: move.say, annotations: [] }],
          }
        : {
            id: idOf('fc'),
            type: 'function_call',
            status: 'completed',
            call_id: idOf('call'),
            name: move.call,
            arguments: JSON.stringify(move.arguments),
          };
    const made = { id: idOf('resp'), object: 'response', created_at: 0, model: 'scripted' };
    const counted = {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    };
    const events = [
      { type: 'response.created', response: { ...made, status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress' } },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { ...made, status: 'completed', output: [item], usage: counted } },
    ];
    stream(
      response,
      events.map((event, at) => `event: ${event.type}\ndata: ${JSON.stringify({ sequence_number: at, ...event })}\n\n`),
    );
  },
};

const chat: Form = {
  read: ({ tools, messages }) => ({
    tools: listOf(tools).map((tool) => {
      const { name, parameters } = tool['function'] as Body;
      return toolOf(name, parameters);
    }),
    results: listOf(messages).filter(({ role }) => role === 'tool').length,
  }),
  write: (response, move) => {
    const made = { id: idOf('chatcmpl'), object: 'chat.completion.chunk', created: 0, model: 'scripted' };
    const chunk = (delta: object, finish: string | null = null): object => ({
      ...made,
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const delta =
      'say' in move
        ? { content: move.say }
        : {
            tool_calls: [
              {
                index: 0,
                id: idOf('call'),
                type: 'function',
                function: { name: move.call, arguments: JSON.stringify(move.arguments) },
              },
            ],
          };
    const counted = {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
    };
    const chunks = [
      chunk({ role: 'assistant', content: '' }),
      chunk(delta),
      chunk({}, 'say' in move ? 'stop' : 'tool_calls'),
      { ...made, choices: [], usage: counted },
    ];
    stream(response, [...chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`), 'data: [DONE]\n\n']);
  },
};

function toolOf(name: unknown, parameters: unknown): Tool {
  const { properties = {} } = (parameters ?? {}) as { properties?: Tool['properties'] };
  return { name: String(name), properties };
}

function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? (value as Body[]) : [];
}

function idOf(kind: string): string {
  return `${kind}_${randomUUID().replaceAll('-', '')}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function json(
  response: ServerResponse,
  status: number,
  data: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(data));
}

function stream(response: ServerResponse, texts: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const text of texts) response.write(text);
  response.end();
}
