import {
  client,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  RequestError,
  type ClientContext,
  type InitializeResponse,
  type McpServerStdio,
  type NewSessionResponse,
} from '@agentclientprotocol/sdk';
import { oneLine } from '../activity.ts';
import type { Conversation } from '../conversation.ts';
import { promptArgument } from '../prompt-argument.ts';
import { answerPermission } from './answer-permission.ts';
import { createUpdateReader } from './read-update.ts';
import { writeTextFile } from './write-text-file.ts';

/**
 * One task, from `initialize` to the end of the last turn. Reading files is left to the agent itself: one that is told to read through
 * its client takes "not found" for a failure and cannot make new files. Writing is done here, so that a foreign path is refused.
 */
export async function converse(conversation: Conversation): Promise<void> {
  const { input, output, record, signal } = conversation;
  const reader = createUpdateReader(record);
  const app = client({ name: 'cdev' })
    .onRequest(methods.client.session.requestPermission, ({ params }) => answerPermission(params, conversation))
    .onRequest(methods.client.fs.writeTextFile, async ({ params }) => {
      const refusal = await writeTextFile(params, conversation);
      if (refusal === undefined) return {};
      throw new RequestError(-32_000, refusal);
    })
    .onNotification(methods.client.session.update, ({ params }) => reader.read(params.update));
  try {
    const ended = await app.connectWith(ndJsonStream(input, output), async (agent) => {
      signal.addEventListener('abort', () => void agent.notify(methods.agent.session.cancel, { sessionId: session }), {
        once: true,
      });
      const session = await openSession(agent, conversation);
      return takeTurns(agent, { session, conversation, flush: reader.flush });
    });
    record({
      kind: 'result',
      ok: ended === 'end_turn',
      text: ended === 'end_turn' ? 'turn ended' : `it stopped: ${ended}`,
    });
  } catch (error) {
    reader.flush();
    record({ kind: 'result', ok: false, text: oneLine(`the protocol failed: ${messageOf(error)}`) });
  }
}

async function openSession(agent: ClientContext, conversation: Conversation): Promise<string> {
  const { worktree: cwd, task, record, toolServers } = conversation;
  const about = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientInfo: { name: 'cdev', version: '1' },
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: true }, terminal: false },
  });
  if (about.protocolVersion !== PROTOCOL_VERSION)
    throw new Error(
      `it speaks version ${about.protocolVersion} of the protocol, and ${PROTOCOL_VERSION} is spoken here`,
    );
  const mcpServers = toolServers.map(({ name, command, args }): McpServerStdio => ({
    name,
    command,
    args: [...args],
    env: [],
  }));
  const sessionId = await goOn(agent, about, { session: task.session, cwd, mcpServers });
  if (sessionId !== undefined) {
    record({ kind: 'session', id: sessionId });
    return sessionId;
  }
  const made: NewSessionResponse = await agent.request(methods.agent.session.new, { cwd, mcpServers });
  record({ kind: 'session', id: made.sessionId });
  await askBeforeWriting(agent, made, conversation);
  return made.sessionId;
}

interface Continuation {
  readonly session: string | undefined;
  readonly cwd: string;
  readonly mcpServers: McpServerStdio[];
}

/** The conversation of an earlier attempt, where the agent can go on with one; undefined for a new one. */
async function goOn(
  agent: ClientContext,
  { agentCapabilities }: InitializeResponse,
  { session, cwd, mcpServers }: Continuation,
): Promise<string | undefined> {
  if (session === undefined) return undefined;
  const request = { sessionId: session, cwd, mcpServers };
  try {
    if (agentCapabilities?.sessionCapabilities?.resume) await agent.request(methods.agent.session.resume, request);
    else if (agentCapabilities?.loadSession === true) await agent.request(methods.agent.session.load, request);
    else return undefined;
    return session;
  } catch {
    // It has forgotten that conversation; the task tells all that is needed.
    return undefined;
  }
}

/** Some begin in a mode in which they do not ask. */
async function askBeforeWriting(
  agent: ClientContext,
  { sessionId, modes }: NewSessionResponse,
  { permissions }: Conversation,
): Promise<void> {
  const asking = modes?.availableModes.find(({ id }) => id === 'default' || id === 'ask');
  if (permissions === 'all' || !asking || modes?.currentModeId === asking.id) return;
  await agent.request(methods.agent.session.setMode, { sessionId, modeId: asking.id });
}

interface Turns {
  readonly session: string;
  readonly conversation: Conversation;
  readonly flush: () => void;
}

/** The task, and after it what somebody had to say meanwhile. @returns why the last turn stopped */
async function takeTurns(agent: ClientContext, { session: sessionId, conversation, flush }: Turns): Promise<string> {
  let text: string | undefined = promptArgument(conversation.task);
  let reason = 'end_turn';
  while (text !== undefined) {
    const { stopReason } = await agent.request(methods.agent.session.prompt, {
      sessionId,
      prompt: [{ type: 'text', text }],
    });
    flush();
    reason = stopReason;
    const messages = reason === 'end_turn' ? await conversation.messages() : [];
    text = messages.length === 0 ? undefined : messages.join('\n\n');
  }
  return reason;
}

function messageOf(error: unknown): string {
  const { message = String(error), data } = error as { message?: string; data?: { details?: unknown } };
  return typeof data?.details === 'string' ? `${message}: ${data.details}` : message;
}
