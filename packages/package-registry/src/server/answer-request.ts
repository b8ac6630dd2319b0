import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from '../registry.ts';
import { authorise, type RegistryUser } from './authorise.ts';
import { changed } from './change.ts';
import { deliver, json, type Answer } from './deliver.ts';
import type { Faults } from './fault.ts';
import type { PackageStore } from './package-store.ts';
import { asked } from './question.ts';
import { fromUpstream } from './upstream.ts';

/** All that a registry answers from. */
export interface Serving {
  readonly url: string;
  readonly store: PackageStore;
  readonly faults: Faults;
  readonly users: readonly (RegistryUser & { readonly token: string })[];
  readonly isPrivate: boolean;
  readonly upstream: Registry | string | false;
  readonly mergesUpstream: boolean;
  readonly publishTime: () => string;
  /** What the upstream said of packages, by URL and form: several clients ask for the same. */
  readonly remembered: Map<string, Promise<Answer>>;
}

/** One request, taken apart. */
export interface Asking {
  readonly method: string;
  /** As it came, with the query. */
  readonly url: string;
  /** Decoded, without the first slash and the query. */
  readonly path: string;
  readonly accept: string;
  readonly user: RegistryUser | undefined;
  readonly otp: string | undefined;
  readonly body: () => Promise<Buffer>;
}

const maxBody = 500_000_000;

export async function answerRequest(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const path = decodedPath(url);
  const strikes = serving.faults.strike(method, path);
  try {
    const answer = await answerOf(serving, request, { method, url, path });
    await deliver(answer, response, strikes, request);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(error instanceof SyntaxError ? 400 : 500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: String(error) }));
  }
}

async function answerOf(
  serving: Serving,
  request: IncomingMessage,
  { method, url, path }: Pick<Asking, 'method' | 'url' | 'path'>,
): Promise<Answer> {
  const found = authorise(request, serving.users);
  const isOpen = !serving.isPrivate && (method === 'GET' || method === 'HEAD') && path !== '-/whoami';
  // A client that was redirected here brings the credential for where it came from.
  if (found === 'refused' && !isOpen) return json(401, { error: 'the credential is not known here' });
  const user = found === 'refused' ? undefined : found;
  if (serving.isPrivate && !user && path !== '-/ping') return json(401, { error: 'authentication required' });
  const otp = request.headers['npm-otp'];
  const asking: Asking = {
    method,
    url,
    path,
    accept: request.headers.accept ?? '',
    user,
    otp: typeof otp === 'string' ? otp : undefined,
    body: () => bodyOf(request),
  };
  const own = method === 'GET' || method === 'HEAD' ? await asked(serving, asking) : await changed(serving, asking);
  return own ?? fromUpstream(serving, asking);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decodedPath(url: string): string {
  const path = (url.split('?')[0] ?? '').replace(/^\/+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
