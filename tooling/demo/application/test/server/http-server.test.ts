import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createApplication } from '../../src/server/application.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { openTestLibrary } from '../shelf.ts';

describe('the server', () => {
  const server = createHttpServer(createApplication(openTestLibrary()));
  let address = '';

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  test('speaks JSON in both directions', async () => {
    const book = { isbn: '9780141439549', title: 'Middlemarch', author: 'George Eliot' };
    const created = await fetch(`${address}/books`, { method: 'POST', body: JSON.stringify(book) });
    assert.equal(created.status, 201);
    assert.match(created.headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual(await created.json(), { ...book, copies: 1, copiesIn: 1 });
  });

  test("answers a body that is not JSON, or too long, with the client's mistake", async () => {
    assert.equal((await fetch(`${address}/books`, { method: 'POST', body: '{' })).status, 400);
    assert.equal((await fetch(`${address}/books`, { method: 'POST', body: 'x'.repeat(200_000) })).status, 413);
  });
});
