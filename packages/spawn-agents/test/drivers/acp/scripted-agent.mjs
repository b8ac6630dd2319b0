// An agent of the Agent Client Protocol that does what its arguments say: `write:<path>` through its client after asking, `ask:<path>`,
// `run:<command>`, `say:<text>`, `steal:<path>` through its client without asking, `hang`, `die`, `refuse`, `mode`, `wait:<file that comes>`. Its session can be resumed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { agent, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';

const options = [
  { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
  { optionId: 'no', name: 'No', kind: 'reject_once' },
];
let cwd = '';
let mode = 'auto';

const app = agent({ name: 'scripted' })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: { sessionCapabilities: { resume: {} } },
  }))
  .onRequest(methods.agent.session.new, ({ params }) => {
    ({ cwd } = params);
    const availableModes = ['auto', 'default'].map((id) => ({ id, name: id }));
    return { sessionId: 'session-1', modes: { currentModeId: mode, availableModes } };
  })
  .onRequest(methods.agent.session.resume, ({ params }) => {
    ({ cwd } = params);
    if (params.sessionId !== 'session-1') throw new Error('no such session');
    mode = 'resumed';
    return {};
  })
  .onRequest(methods.agent.session.setMode, ({ params }) => {
    mode = params.modeId;
    return {};
  })
  .onNotification(methods.agent.session.cancel, () => {})
  .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
    const { sessionId } = params;
    const update = (fields) => client.notify(methods.client.session.update, { sessionId, update: fields });
    const say = (text) => update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
    const ask = async (toolCall) => {
      const { outcome } = await client.request(methods.client.session.requestPermission, {
        sessionId,
        toolCall: { toolCallId: 'call', ...toolCall },
        options,
      });
      return outcome.optionId === 'yes';
    };
    const write = (path) =>
      client.request(methods.client.fs.writeTextFile, { sessionId, path: join(cwd, path), content: `by ${mode}\n` });
    for (const [at, deed] of process.argv.slice(2).entries()) {
      const [kind, text = ''] = deed.split(/:(.*)/s);
      const edit = {
        title: `Edit ${text}`,
        kind: 'edit',
        content: [{ type: 'diff', path: join(cwd, text), newText: '' }],
      };
      if (kind === 'say') for (const part of text.split(/(?<= )/)) await say(part);
      if (kind === 'ask') await say((await ask(edit)) ? `may ${text}. ` : `may not ${text}. `);
      if (kind === 'run')
        await say((await ask({ title: text, kind: 'execute', rawInput: { command: text } })) ? 'ran. ' : 'not run. ');
      if (kind === 'write' && (await ask(edit))) {
        await update({
          sessionUpdate: 'tool_call',
          toolCallId: `call-${at}`,
          title: `Write ${text}`,
          kind: 'edit',
          locations: [{ path: join(cwd, text) }],
        });
        await write(text);
      }
      if (kind === 'steal') await write(text).catch((error) => say(`refused: ${error.message}. `));
      if (kind === 'mode') await say(`mode ${mode}. `);
      if (kind === 'hang') await new Promise(() => setInterval(() => {}, 1000));
      if (kind === 'wait') while (!existsSync(text)) await new Promise((resolve) => setTimeout(resolve, 20));
      if (kind === 'die') process.exit(Number(text));
      if (kind === 'refuse') return { stopReason: 'refusal' };
      if (kind === 'prompt') await say(params.prompt[0].text.includes(text) ? 'told. ' : 'not told. ');
      await update({
        sessionUpdate: 'usage_update',
        used: 100 * (at + 1),
        size: 1000,
        cost: { amount: 0.01 * (at + 1), currency: 'USD' },
      });
    }
    return { stopReason: 'end_turn' };
  });

if (process.argv[2] === 'silent') {
  readFileSync(0);
} else {
  app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
}
