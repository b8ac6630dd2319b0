import { expect, test } from '@jest/globals';
import { startScriptedModel, type Part } from '../src/scripted-model.ts';

const parts: Record<string, Part> = {
  one: { steps: [{ write: 'a.txt', content: 'a\n' }, { say: 'Done.' }], faults: [{ request: 1, status: 429 }] },
};
const task = 'You are agent `one` of plan `p`';

test('answers each agent by its part, in both forms, and is away for a while where the part says so', async () => {
  await using model = await startScriptedModel(parts);
  const post = (form: string, body: object) =>
    fetch(`${model.url}/${form}`, { method: 'POST', body: JSON.stringify(body) });
  const write = {
    type: 'function',
    function: { name: 'write', parameters: { properties: { filePath: {}, content: {} } } },
  };
  const first = await post('chat/completions', { messages: [{ role: 'user', content: task }], tools: [write] });
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
  const second = await (
    await post('chat/completions', { messages: [{ role: 'user', content: task }], tools: [write] })
  ).text();
  expect(second).toContain(String.raw`{\"filePath\":\"a.txt\",\"content\":\"a\\n\"}`);
  const shell = { type: 'function', name: 'exec_command', parameters: { properties: { cmd: {} } } };
  const third = await (await post('responses', { input: [{ role: 'user', content: task }], tools: [shell] })).text();
  expect(third).toContain('base64 -d > ');
  const result = { type: 'function_call_output', output: '' };
  const last = await (
    await post('responses', { input: [{ role: 'user', content: task }, result], tools: [shell] })
  ).text();
  expect(last).toContain('Done.');
  expect(await (await post('chat/completions', { messages: [{ role: 'user', content: 'title?' }] })).text()).toContain(
    'A title',
  );
  expect(model.requests.get('one')).toBe(4);
  expect(model.keys.get('one')).toBe('none');
});
