import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that the service got. */
export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** The body as it came, for what is no text. */
  readonly bytes: Buffer;
}

/** How to answer, in place of the service's own answer or in addition to it. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** `hang`: no answer at all; `cut`: the connection ends in the middle of the answer. */
  readonly fault?: 'hang' | 'cut';
}

/** An HTTP service on this machine that answers as its handler says, or as the test has scripted. */
export interface FakeService extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly FakeRequest[];
  /** The next requests are answered so, one each; `undefined` lets the service answer by itself. */
  readonly script: (...answers: readonly (FakeAnswer | undefined)[]) => void;
  readonly close: () => Promise<void>;
}

type Handler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

export async function fakeService(handler: Handler): Promise<FakeService> {
  const requests: FakeRequest[] = [];
  const scripted: (FakeAnswer | undefined)[] = [];
  const server = createServer((incoming, response) => {
    void read(incoming).then(async (request) => {
      requests.push(request);
      const answer = scripted.shift() ?? (await handler(request));
      return write(response, answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...answers) => void scripted.push(...answers),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { method = '', url = '', headers } = incoming;
  const bytes = Buffer.concat(parts);
  return { method, path: url, headers, body: bytes.toString('utf8'), bytes };
}

async function write(response: ServerResponse, answer: FakeAnswer): Promise<void> {
  const { status = 200, headers = {}, body = '', delay = 0, fault } = answer;
  if (delay > 0) await sleep(delay, undefined, { ref: false });
  if (fault === 'hang') return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (fault === 'cut') response.write(text.slice(0, text.length / 2), () => response.destroy());
  else response.end(text);
}
