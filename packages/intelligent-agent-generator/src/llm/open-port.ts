import { z } from 'zod';
import { errors } from '../errors.ts';
import { agentPort } from './agent-port.ts';
import { answerSchema, checkAnswer, parseJson } from './answer.ts';
import type { Environment, LlmPort, Question } from './llm-port.ts';
import { postJson } from './post-json.ts';

interface Wire {
  readonly key: string;
  readonly url: string;
  readonly usualUrl: string;
  readonly path: string;
  readonly headers: (key: string) => Readonly<Record<string, string>>;
  readonly body: (model: string, question: Question<unknown>, schema: unknown) => unknown;
  /** Where the answer stands in what came back; undefined where there is none. */
  readonly answer: (reply: unknown) => unknown;
}

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });
const message = z.object({ content: z.array(z.object({ type: z.string(), input: z.unknown().optional() })) });
const mostTokens = 4000;

const wires: Readonly<Record<string, Wire>> = {
  // https://platform.openai.com/docs/api-reference/chat, which most others serve too
  openai: {
    key: 'OPENAI_API_KEY',
    url: 'OPENAI_BASE_URL',
    usualUrl: 'https://api.openai.com/v1',
    path: 'chat/completions',
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    body: (model, { instruction, text }, schema) => ({
      model,
      messages: [
        { role: 'system', content: instruction },
        { role: 'user', content: text },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    }),
    answer: (reply) => {
      const { data } = completion.safeParse(reply);
      const [, json] =
        /^\s*(?:```(?:json)?\n)?([\s\S]*?)(?:\n```)?\s*$/.exec(data?.choices[0]?.message.content ?? '') ?? [];
      return json === undefined || json === '' ? undefined : parseJson(json);
    },
  },
  // https://docs.anthropic.com/en/api/messages: an answer in a form is the input of a tool that must be called
  anthropic: {
    key: 'ANTHROPIC_API_KEY',
    url: 'ANTHROPIC_BASE_URL',
    usualUrl: 'https://api.anthropic.com',
    path: 'v1/messages',
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
    body: (model, { instruction, text }, schema) => ({
      model,
      max_tokens: mostTokens,
      system: instruction,
      messages: [{ role: 'user', content: text }],
      tools: [{ name: 'answer', description: 'Gives the answer', input_schema: schema }],
      tool_choice: { type: 'tool', name: 'answer' },
    }),
    answer: (reply) => message.safeParse(reply).data?.content.find(({ type }) => type === 'tool_use')?.input,
  },
};

/**
 * The model that `openai:MODEL` or `anthropic:MODEL` names, its service's address and key being those of the environment; or an assistant of this machine (see `agentPort`).
 * @throws CDEV_E_AGENT_GENERATOR_MODEL_INVALID, _KEY_MISSING, _SERVICE_UNSAFE
 */
export function openPort(name: string, env: Environment): LlmPort {
  const agent = agentPort(name, env);
  if (agent) return agent;
  const [, provider = '', model = ''] = /^([a-z]+):(.+)$/.exec(name) ?? [];
  const wire = Object.hasOwn(wires, provider) ? wires[provider] : undefined;
  if (!wire) throw errors.make('CDEV_E_AGENT_GENERATOR_MODEL_INVALID', { name });
  const base = env[wire.url] || wire.usualUrl;
  const key = env[wire.key] ?? '';
  // A service on this machine often has no keys.
  if (key === '' && base === wire.usualUrl)
    throw errors.make('CDEV_E_AGENT_GENERATOR_KEY_MISSING', { name, variable: wire.key });
  const url = URL.parse(`${base.replace(/\/+$/, '')}/${wire.path}`);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere(url.hostname))))
    throw errors.make('CDEV_E_AGENT_GENERATOR_SERVICE_UNSAFE', { variable: wire.url });
  return {
    name,
    ask: async (question) => {
      const reply = await postJson({
        url,
        headers: key === '' ? {} : wire.headers(key),
        body: wire.body(model, question, answerSchema(question)),
        secrets: [key],
        signal: question.signal,
      });
      return checkAnswer(question, wire.answer(reply));
    },
  };
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}
