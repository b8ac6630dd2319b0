import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { silentProgress } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createNotifier } from '../../src/notify/create-notifier.ts';

const received: { readonly path: string | undefined; readonly type: string | undefined; readonly body: string }[] = [];
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url, type: request.headers['content-type'], body });
      response.writeHead(request.url === '/broken' ? 500 : 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

function notified(ways: readonly string[]): { tell: ReturnType<typeof createNotifier>; notes: string[] } {
  const notes: string[] = [];
  const context = testContext({ cwd: '.', progress: { ...silentProgress, note: (text) => void notes.push(text) } });
  return { tell: createNotifier(ways, context), notes };
}

describe('createNotifier', () => {
  test('sends all notices of a look to a webhook in one message', async () => {
    const { tell, notes } = notified([`${address}/secret-path`]);
    await tell('eng-1', [
      { kind: 'good', text: 'a has finished' },
      { kind: 'bad', text: 'b has failed: \u001B[31mred' },
    ]);
    expect(received.at(-1)).toMatchObject({ path: '/secret-path', type: 'application/json' });
    expect(JSON.parse(received.at(-1)?.body ?? '')).toEqual({ text: 'eng-1\na has finished\nb has failed: red' });
    expect(notes).toEqual([]);
  });

  test('sends nothing when there is nothing to tell', async () => {
    const before = received.length;
    await notified([address]).tell('eng-1', []);
    expect(received).toHaveLength(before);
  });

  test('a webhook that fails is told once, without its path, and stops nothing', async () => {
    const { tell, notes } = notified([`${address}/broken`, `${address}/fine`]);
    for (const text of ['one', 'two']) await tell('eng-1', [{ kind: 'rest', text }]);
    expect(notes).toEqual([`Not notified by webhook ${new URL(address).host}: it answered 500`]);
    expect(received.at(-1)?.body).toContain('two');
  });

  test.each(['horn', 'ftp://example.org', ''])('refuses %j', (way) => {
    expect(() => notified([way])).toThrow(expect.objectContaining({ code: 'CDEV_E_MONITOR_NOTIFY_INVALID' }));
  });
});
