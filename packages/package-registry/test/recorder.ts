import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorder extends AsyncDisposable {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  /** What came: method, path as it came, and the credential that was sent. */
  readonly received: readonly { readonly line: string; readonly authorization: string | undefined }[];
}

/** A server that notes what it is asked and answers what the test says. */
export async function recorder(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Recorder> {
  const received: { line: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    received.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, port, received, [Symbol.asyncDispose]: close };
}

export function sendJson(response: ServerResponse, document: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(document));
}
