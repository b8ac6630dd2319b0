import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { isCdevError } from '@cdev/core/errors';
import { authorise, cookieFor, mayDo, type Guard } from './authorise.ts';
import { errors } from './errors.ts';
import { createEventChannel, type EventChannel } from './event-channel.ts';
import { documentHeaders, renderDocument, type PageDocument } from './page-document.ts';

/** Answers a question of the page, as JSON; undefined is "not found" (404). */
export type PageQuestion = (parameters: URLSearchParams) => Promise<unknown>;

/** Does what the page asks for, with what it sends as JSON. A coded error is told to the page, with its steps. */
export type PageDeed = (input: unknown) => Promise<unknown>;

export interface LocalPageOptions {
  readonly document: PageDocument;
  /** By name: the page asks with `fetch('ask/<name>?…')`. They only read. */
  readonly questions?: Readonly<Record<string, PageQuestion>>;
  /** By name: the page asks with `POST do/<name>`, the key of the meta element `cdev-key` in the header `x-cdev-key`. */
  readonly deeds?: Readonly<Record<string, PageDeed>>;
  /** Default 127.0.0.1: this machine only. Any other lets the network in, to whoever has the address with its token. */
  readonly host?: string | undefined;
  /** Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Told of a question that failed; the page gets a 500 without the reason. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

export interface LocalPage extends AsyncDisposable {
  /** With the token: whoever has it can look. */
  readonly url: string;
  /** New data, to every browser that looks and to those that come later. Data equal to the last is not sent again. */
  readonly send: (data: unknown) => void;
  /** Browsers that look now. */
  readonly viewers: () => number;
  readonly close: () => Promise<void>;
}

/** @throws CDEV_E_PAGE_PORT_TAKEN, CDEV_E_PAGE_NOT_SERVED */
export async function startLocalPage(options: LocalPageOptions): Promise<LocalPage> {
  const { host = '127.0.0.1', port = 0 } = options;
  const channel = createEventChannel();
  const token = randomBytes(24).toString('base64url');
  const key = randomBytes(24).toString('base64url');
  const guard: Guard = { token, hosts: hostNames(host) };
  const server = createServer((request, response) => {
    void answer({ request, response, channel, guard, key, options }).catch((error: unknown) => {
      options.onFailure?.(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, host, port);
  const { port: chosen } = server.address() as AddressInfo;
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const close = async (): Promise<void> => {
    channel.close();
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  };
  return {
    url: `http://${name}:${chosen}/?token=${token}`,
    send: channel.send,
    viewers: channel.count,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly channel: EventChannel;
  readonly guard: Guard;
  readonly key: string;
  readonly options: LocalPageOptions;
}

async function answer({ request, response, channel, guard, key, options }: Exchange): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://page.invalid');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  const isDeed = request.method === 'POST' && url.pathname.startsWith('/do/');
  if (request.method !== 'GET' && !isDeed) return end(response, 405, 'Only GET');
  const authorisation = authorise(request, url, guard);
  if (authorisation === 'refused')
    return end(response, 403, 'Open the page by the address that was printed, with its token');
  if (isDeed) {
    if (authorisation !== 'known' || !mayDo(request, key))
      return end(response, 403, 'Only the page itself can do that');
    return carryOut({ request, response, name: url.pathname.slice('/do/'.length), deeds: options.deeds ?? {} });
  }
  if (url.pathname === '/' && authorisation === 'key') {
    // The token leaves the address bar, the history and every screenshot.
    response.writeHead(303, { location: './', 'set-cookie': cookieFor(guard.token) });
    response.end();
    return;
  }
  if (url.pathname === '/') {
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, documentHeaders(nonce));
    response.end(renderDocument(options.document, { nonce, key }));
    return;
  }
  if (url.pathname === '/events') return channel.add(response);
  const [, name = ''] = /^\/ask\/([\w-]+)$/.exec(url.pathname) ?? [];
  const question = Object.hasOwn(options.questions ?? {}, name) ? options.questions?.[name] : undefined;
  const found = await question?.(url.searchParams);
  if (found === undefined) return end(response, 404, 'Not found');
  sendJson(response, 200, found);
}

const mostInput = 64 * 1024;

async function carryOut({ request, response, name, deeds }: Carrying): Promise<void> {
  const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined;
  if (!deed) return end(response, 404, 'Not found');
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostInput) return end(response, 413, 'Too much');
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return end(response, 400, 'Not JSON');
  }
  try {
    sendJson(response, 200, await deed(input));
  } catch (error) {
    if (!isCdevError(error)) throw error;
    sendJson(response, 409, { code: error.code, message: error.message, steps: error.steps });
  }
}

interface Carrying {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly name: string;
  readonly deeds: Readonly<Record<string, PageDeed>>;
}

function sendJson(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(data ?? null));
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** Under which names a browser reaches it. Bound to every address, they cannot be known. */
function hostNames(host: string): ReadonlySet<string> {
  if (host === '0.0.0.0' || host === '::') return new Set(['*']);
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const name = isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
  return new Set(isLoopback ? [name, 'localhost', '127.0.0.1', '[::1]'] : [name]);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((listening, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const place = { host, port: String(port) };
      failed(
        cause.code === 'EADDRINUSE'
          ? errors.make('CDEV_E_PAGE_PORT_TAKEN', place, { cause })
          : errors.make('CDEV_E_PAGE_NOT_SERVED', { ...place, reason: cause.code ?? cause.message }, { cause }),
      );
    });
    server.listen(port, host, listening);
  });
}
