import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { isCdevError } from '@cdev/core/errors';
import type { Log } from '@cdev/core/log';
import type { Place } from './place.ts';
import { allTools } from './tools/index.ts';
import type { Answer, Tool } from './tools/tool.ts';

export interface Served {
  readonly input: Readable;
  readonly output: Writable;
  readonly version: string;
  readonly log: Log;
}

const instructions =
  'You are one of several agents that work on one repository at the same time, each with files of its own. Ask `ownership` before you write, ' +
  '`claim` a path that nobody owns, `tick` what is done, `report` a blocker as soon as you meet one, and `commit` when your work is complete.';

/** Until the client closes its end and has its answers, or the signal of the place ends it. */
export async function serve(place: Place, { input, output, version, log }: Served): Promise<void> {
  const server = new McpServer({ name: 'cdev', version }, { instructions });
  const answering = new Set<Promise<unknown>>();
  for (const tool of allTools) register(server, tool, { place, log, answering });
  const ended = new Promise<void>((done) => {
    input.once('end', done);
    input.once('close', done);
    output.once('close', done);
    place.signal.addEventListener('abort', () => done(), { once: true });
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  // What was asked before the end is answered: the last line may just have been read.
  while (!place.signal.aborted && (await afterReading(answering))) await Promise.allSettled(answering);
  await server.close();
}

/** @returns whether somebody waits for an answer when all that was read has been taken up */
async function afterReading(answering: ReadonlySet<unknown>): Promise<boolean> {
  await nextTurn();
  return answering.size > 0;
}

interface Registering {
  readonly place: Place;
  readonly log: Log;
  /** Calls that have no answer yet. */
  readonly answering: Set<Promise<unknown>>;
}

function register(server: McpServer, tool: Tool, { place, log, answering }: Registering): void {
  const { name, title, description, input: inputSchema, changes } = tool;
  const annotations = { readOnlyHint: !changes, destructiveHint: false, openWorldHint: false };
  const call = async (input: Readonly<Record<string, unknown>>) => {
    const answer = await answerTo(tool, { input, place, log });
    const news = await place.inbox.read();
    const messages = news.map((text) => ({
      type: 'text' as const,
      text: `Message from the person who watches this run: ${text}`,
    }));
    return {
      content: [{ type: 'text' as const, text: answer.text }, ...messages],
      structuredContent: { ...answer.data, ...(news.length > 0 && { messages: news }) },
      ...(answer.isError && { isError: true }),
    };
  };
  server.registerTool(name, { title, description, inputSchema, annotations }, async (input) => {
    const running = call(input);
    answering.add(running);
    try {
      return await running;
    } finally {
      answering.delete(running);
    }
  });
}

/** A refusal is an answer, with the step to take; only a defect of ours is thrown. */
async function answerTo(
  tool: Tool,
  { input, place, log }: { input: Readonly<Record<string, unknown>>; place: Place; log: Log },
): Promise<Answer> {
  try {
    return await tool.run(input, place);
  } catch (error) {
    if (!isCdevError(error)) {
      log.error('A tool failed', { tool: tool.name, reason: String(error) });
      throw error;
    }
    const steps = error.steps.map((step) => `\n→ ${step}`).join('');
    return { text: `${error.message}${steps}`, data: { code: error.code, steps: error.steps }, isError: true };
  }
}
