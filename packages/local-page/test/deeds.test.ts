import { defineErrors, errorEntry } from '@cdev/core/errors';
import { describe, expect, test } from '@jest/globals';
import { startLocalPage } from '../src/index.ts';

const errors = defineErrors({
  CDEV_E_PAGE_NOT_SERVED: errorEntry({
    kind: 'failure',
    title: 'No',
    message: () => 'it cannot',
    steps: () => ['try it'],
  }),
});

const document = { title: 'T', style: '', body: '', script: () => {} };
const deeds = {
  add: async (input: unknown) => ({ sum: (input as readonly number[]).reduce((a, b) => a + b, 0) }),
  refuse: async () => Promise.reject(errors.make('CDEV_E_PAGE_NOT_SERVED')),
};

/** As a browser that has opened the page does: with its cookie, its origin, and the key that it was given. */
async function opened() {
  const page = await startLocalPage({ document, deeds });
  const { origin } = new URL(page.url);
  const first = await fetch(page.url, { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  const text = await (await fetch(`${origin}/`, { headers: { cookie } })).text();
  const key = /name="cdev-key" content="([^"]+)"/.exec(text)?.[1] ?? '';
  const headers = { cookie, origin, 'content-type': 'application/json', 'x-cdev-key': key };
  const post = (name: string, body: string, changes: Record<string, string | undefined> = {}) => {
    const sent = Object.entries({ ...headers, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return fetch(`${origin}/do/${name}`, { method: 'POST', body, headers: sent });
  };
  return { page, post, origin, headers };
}

describe('deeds of a page', () => {
  test('are done for the page itself, and their refusals told with the step to take', async () => {
    const { page, post } = await opened();
    await using _page = page;
    expect(await (await post('add', '[1,2]')).json()).toEqual({ sum: 3 });
    const refused = await post('refuse', '{}');
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ code: 'CDEV_E_PAGE_NOT_SERVED', message: 'it cannot', steps: ['try it'] });
    expect((await post('nothing', '{}')).status).toBe(404);
    expect((await post('add', 'no json')).status).toBe(400);
    expect((await post('add', JSON.stringify('x'.repeat(70_000)))).status).toBe(413);
  });

  test.each([
    ['without the key', { 'x-cdev-key': undefined }],
    ['with another key', { 'x-cdev-key': 'guess' }],
    ['without the cookie', { cookie: undefined }],
    ['from another origin', { origin: 'http://evil.example' }],
    ['without an origin', { origin: undefined }],
    ['as a form', { 'content-type': 'text/plain' }],
  ])('are refused %s', async (_what, changes) => {
    const { page, post } = await opened();
    await using _page = page;
    expect((await post('add', '[1]', changes)).status).toBe(403);
  });

  test('cannot be asked for by GET, nor with the token of the address alone', async () => {
    const { page, origin, headers } = await opened();
    await using _page = page;
    expect((await fetch(`${origin}/do/add`, { headers })).status).toBe(404);
    const { search } = new URL(page.url);
    const { cookie: _cookie, ...rest } = headers;
    expect((await fetch(`${origin}/do/add${search}`, { method: 'POST', body: '[1]', headers: rest })).status).toBe(403);
  });
});
