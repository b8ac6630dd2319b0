import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeService, testContext, type FakeAnswer, type FakeService } from '@cdev/test-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { intelligentAgentGenerator, type GenerateOptions } from '../../src/index.ts';
import { generateOptions } from '../generate-options.ts';
import { libraryRepo } from '../library-repo.ts';

const key = 'test-key-of-the-model-0123456789';
const advice = {
  files: [
    { path: 'src/time.js', why: 'the day\n# of return' },
    { path: 'src/loans/late-fee.js', why: 'the fee' },
    { path: 'src/loans/invented.js', why: 'not there' },
    { path: 'src/time.js', why: 'again' },
  ],
  criteria: ['A fee is never negative', 'docs/none.md tells it'],
  risks: [
    { path: 'src/time.js', text: 'time zones' },
    { path: 'gone.js', text: 'x' },
  ],
};
const openai = (content: unknown): FakeAnswer => ({ body: { choices: [{ message: { content } }] } });
const anthropic = (input: unknown): FakeAnswer => ({
  body: {
    content: [
      { type: 'text', text: 'Here' },
      { type: 'tool_use', name: 'answer', input },
    ],
  },
});

let repository: Awaited<ReturnType<typeof libraryRepo>>;
let service: FakeService;
beforeAll(async () => {
  repository = await libraryRepo();
  service = await fakeService(() => openai(JSON.stringify(advice)));
});
afterAll(async () => {
  await service.close();
  await repository[Symbol.asyncDispose]();
});

async function generate(given: Partial<GenerateOptions>, env: Record<string, string> = {}) {
  const variables = {
    OPENAI_BASE_URL: `${service.url}/v1/`,
    ANTHROPIC_BASE_URL: service.url,
    OPENAI_API_KEY: key,
    ...env,
  };
  const options = generateOptions({ text: 'Charge a higher late fee', llm: 'openai:small', ...given });
  return (await intelligentAgentGenerator(options, testContext({ cwd: repository.path, env: variables }))).result;
}

describe('--llm', () => {
  test('asks in the form of OpenAI, and keeps of the answer what holds in the repository', async () => {
    const before = service.requests.length;
    const { brief, text, advice: got } = await generate({});
    const request = service.requests[before]!;
    expect([request.method, request.path, request.headers['authorization']]).toEqual([
      'POST',
      '/v1/chat/completions',
      `Bearer ${key}`,
    ]);
    const body = JSON.parse(request.body) as {
      model: string;
      response_format: object;
      messages: { content: string }[];
    };
    expect(body).toMatchObject({
      model: 'small',
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
    expect(body.messages[1]?.content).toContain('src/loans/late-fee.js: ');
    // Paths, no contents.
    expect(request.body).not.toContain('today()');
    expect(brief.files.slice(0, 2).map(({ path, reasons }) => [path, reasons[0]])).toEqual([
      ['src/time.js', 'chosen by openai:small: the day of return'],
      ['src/loans/late-fee.js', 'chosen by openai:small: the fee'],
    ]);
    expect(brief.files.filter(({ path }) => path === 'src/time.js')).toHaveLength(1);
    expect(got?.refused).toEqual([
      'src/loans/invented.js is not there',
      'docs/none.md is not there',
      'gone.js is not there',
    ]);
    expect(text).toContain('- [ ] A fee is never negative (proposed by openai:small, not in the task)');
    expect(text).toContain('time zones (openai:small)');
    expect(text).not.toMatch(/invented|none\.md|gone\.js/);
    expect(JSON.stringify([brief, text, got])).not.toContain(key);
  });

  test('asks in the form of Anthropic', async () => {
    service.script(anthropic(advice));
    const { advice: got } = await generate({ llm: 'anthropic:large' }, { ANTHROPIC_API_KEY: key });
    const { path, headers, body } = service.requests.at(-1)!;
    expect([path, headers['x-api-key'], headers['anthropic-version']]).toEqual(['/v1/messages', key, '2023-06-01']);
    expect(JSON.parse(body)).toMatchObject({
      model: 'large',
      tool_choice: { name: 'answer' },
      tools: [{ input_schema: { type: 'object' } }],
    });
    expect(got?.files.map((file) => file.path)).toEqual(['src/time.js', 'src/loans/late-fee.js']);
  });

  test.each<[string, FakeAnswer, RegExp]>([
    ['a refusal that quotes the key', { status: 401, body: `bad key ${key}\u001b[2J` }, /^it answered 401: bad key /],
    ['an answer in another form', openai('{"files":"all"}'), /form that was asked for/],
    ['prose', openai('I would begin with the fee.'), /form that was asked for/],
    ['a page', { body: '<html>' }, /no JSON/],
    ['another address', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, /cannot be reached/],
    ['an answer that is cut', { ...openai('{}'), fault: 'cut' }, /cannot be reached/],
  ])('without use: %s, and the brief is the one without a model', async (_, answer, problem) => {
    service.script(answer);
    const { brief, text, advice: got } = await generate({});
    const plain = await generate({ llm: undefined });
    expect(got?.problem).toMatch(problem);
    expect(JSON.stringify([got, brief])).not.toContain(key);
    expect(text).toBe(plain.text);
    expect(brief.decisions.at(-1)?.reason).toMatch(/^nothing of openai:small is used: /);
    expect(plain.advice).toBeUndefined();
  });

  test('a fenced answer is read, and a service on this machine needs no key', async () => {
    service.script(openai(`\`\`\`json\n${JSON.stringify(advice)}\n\`\`\``));
    const { advice: got } = await generate({}, { OPENAI_API_KEY: '' });
    expect(got?.files).toHaveLength(2);
    expect(service.requests.at(-1)?.headers['authorization']).toBeUndefined();
  });

  test('a wrong name, a missing key and an address in clear text are told before anything is sent', async () => {
    const before = service.requests.length;
    for (const llm of ['gpt', 'openai:', 'constructor:x', ''])
      await expect(generate({ llm })).rejects.toMatchObject({ code: 'CDEV_E_AGENT_GENERATOR_MODEL_INVALID' });
    const none = { ANTHROPIC_BASE_URL: '', ANTHROPIC_API_KEY: '' };
    await expect(generate({ llm: 'anthropic:x' }, none)).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_GENERATOR_KEY_MISSING',
    });
    for (const url of ['http://models.example/v1', 'file:///etc', 'nothing'])
      await expect(generate({}, { OPENAI_BASE_URL: url })).rejects.toMatchObject({
        code: 'CDEV_E_AGENT_GENERATOR_SERVICE_UNSAFE',
      });
    expect(service.requests).toHaveLength(before);
  });

  test('what is written for an assistant has the advice too', async () => {
    const { file } = await generate({ target: 'skill', name: 'fees' });
    expect(file).toMatchObject({ path: '.agents/skills/fees/SKILL.md', isWritten: true });
    const written = await readFile(join(repository.path, '.agents/skills/fees/SKILL.md'), 'utf8');
    expect(written).toMatch(/^---\nname: fees\ndescription: /);
    expect(written).toContain('chosen by openai:small');
  });
});
