import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Answer, Request } from './router.ts';

const maximumBody = 100_000;

/** Puts an application behind a socket: JSON in, JSON out. */
export function createHttpServer(application: (request: Request) => Answer): Server {
  return createServer(async (incoming, outgoing) => {
    const { status, body } = await answer(application, incoming);
    outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    outgoing.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
  });
}

async function answer(application: (request: Request) => Answer, incoming: IncomingMessage): Promise<Answer> {
  try {
    const text = await readBody(incoming);
    if (text === undefined) return { status: 413, body: { error: `A body has ${maximumBody} bytes at most` } };
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return application({ method: incoming.method ?? 'GET', url: incoming.url ?? '/', body });
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'The body is not JSON' } };
    console.error(error);
    return { status: 500, body: { error: 'The library has a problem of its own' } };
  }
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is still read, so that the client gets the answer instead of a broken connection.
    if (size <= maximumBody) chunks.push(chunk);
  }
  return size > maximumBody ? undefined : Buffer.concat(chunks).toString('utf8');
}
