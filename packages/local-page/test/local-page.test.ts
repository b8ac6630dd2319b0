import { request as httpRequest } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { startLocalPage, type LocalPage, type LocalPageOptions } from '../src/index.ts';

const start = (options: Partial<LocalPageOptions> = {}): Promise<LocalPage> =>
  startLocalPage({
    document: { title: 'A & <b>', style: 'p{}', body: '<p>hi</p>', script: () => '</script>' },
    ...options,
  });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Not `fetch`: it does not let a test say which host it asks for. Each time by a connection of its own. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { headers, method, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

const root = ({ url }: LocalPage): string => new URL('/', url).href;
async function cookieOf(page: LocalPage): Promise<string> {
  const { headers } = await ask(page.url);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

/** The data of the events that come, until there are so many. */
async function events(page: LocalPage, count: number, meanwhile: () => void = () => {}): Promise<unknown[]> {
  const stop = new AbortController();
  const headers = { cookie: await cookieOf(page) };
  const { body } = await fetch(`${root(page)}events`, { headers, signal: stop.signal });
  const found: unknown[] = [];
  let text = '';
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    found.splice(
      0,
      found.length,
      ...[...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as unknown),
    );
    if (found.length === 1) meanwhile();
    if (found.length >= count) break;
  }
  stop.abort();
  return found;
}

describe('a local page', () => {
  test('is opened by its address, which then loses the token', async () => {
    await using page = await start();
    const first = await ask(page.url);
    expect(first).toMatchObject({ status: 303, headers: { location: './' } });
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    const { status, body, headers } = await ask(root(page), { cookie: await cookieOf(page) });
    expect(status).toBe(200);
    expect(body).toContain('<title>A &amp; &lt;b&gt;</title>');
    expect(body).toContain('<p>hi</p>');
    expect(body.match(/<\/script/g)).toHaveLength(1);
    const policy = String(headers['content-security-policy']);
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(body).toContain(`<script nonce="${nonce}">`);
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  test('is closed to everybody else', async () => {
    await using page = await start({ questions: { log: async () => 'secret' } });
    const { port } = new URL(page.url);
    const known = { cookie: await cookieOf(page) };
    for (const path of ['', 'events', 'ask/log', '?token=wrong']) {
      const { status, body } = await ask(root(page) + path);
      expect(`${path} ${status}`).toBe(`${path} 403`);
      expect(body).not.toContain('secret');
    }
    expect((await ask(root(page), { ...known, host: `evil.example:${port}` })).status).toBe(403);
    expect((await ask(page.url, { host: `evil.example:${port}` })).status).toBe(403);
    expect((await ask(`${root(page)}ask/log`, { ...known, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(`${root(page)}ask/log`, known, 'POST')).status).toBe(405);
  });

  test('answers its questions, and tells the caller of one that fails', async () => {
    const failures: unknown[] = [];
    await using page = await start({
      questions: {
        double: async (given) => ({ value: 2 * Number(given.get('of')) }),
        nothing: async () => undefined,
        broken: async () => {
          throw new Error('the reason');
        },
      },
      onFailure: (error) => failures.push(error),
    });
    const known = { cookie: await cookieOf(page) };
    expect(await ask(`${root(page)}ask/double?of=21`, known)).toMatchObject({ status: 200, body: '{"value":42}' });
    for (const [path, status] of [
      ['ask/nothing', 404],
      ['ask/toString', 404],
      ['etc/passwd', 404],
      ['ask/broken', 500],
    ] as const)
      expect((await ask(root(page) + path, known)).status).toBe(status);
    expect((await ask(`${root(page)}ask/broken`, known)).body).not.toContain('the reason');
    expect(failures).toHaveLength(2);
  });

  test('sends the latest data at once and changes after it, equal data once', async () => {
    await using page = await start();
    page.send({ at: 0 });
    page.send({ at: 1 });
    const seen = await events(page, 2, () => {
      page.send({ at: 1 });
      page.send({ at: 2 });
    });
    expect(seen).toEqual([{ at: 1 }, { at: 2 }]);
  });

  test('forgets browsers that have gone, and ends with those that look', async () => {
    const page = await start();
    page.send('data');
    await events(page, 1);
    while (page.viewers() > 0) await new Promise((later) => setTimeout(later, 5));
    const open = fetch(`${root(page)}events`, { headers: { cookie: await cookieOf(page) } });
    await open;
    expect(page.viewers()).toBe(1);
    await page.close();
    await expect(ask(root(page))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('says so when the port is taken or the address is not of this machine', async () => {
    await using page = await start();
    await expect(start({ port: Number(new URL(page.url).port) })).rejects.toMatchObject({
      code: 'CDEV_E_PAGE_PORT_TAKEN',
    });
    await expect(start({ host: '203.0.113.1' })).rejects.toMatchObject({ code: 'CDEV_E_PAGE_NOT_SERVED' });
  });
});
