import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ResponseBody } from 'npm-registry-fetch';
import type { NpmConfiguration } from './npm-configuration.ts';
import { failure, isOfCache, type Asked } from './failure.ts';
import { errors } from './errors.ts';
import type { ForwardedAnswer, IntoFile, OpenRegistryOptions } from './registry.ts';
import { withoutCredentials } from './without-credentials.ts';

export interface RegistryRequest {
  /** From the root of the registry, or a whole URL. */
  readonly path: string;
  /** Chooses the registry and the credential. Default: the default registry. */
  readonly name?: string | undefined;
  /** For messages. */
  readonly what: string;
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** An object, or JSON text. */
  readonly body?: unknown;
  /** Sends the body compressed. */
  readonly gzip?: boolean | undefined;
  readonly accept?: string;
  readonly fresh?: boolean | undefined;
  readonly otp?: string | undefined;
  readonly integrity?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The body goes into this file, and the answer's is empty. */
  readonly into?: IntoFile | undefined;
}

export type Send = (request: RegistryRequest) => Promise<ForwardedAnswer>;

/** The largest known packuments have some 100 MB. */
const maxBytes = 500_000_000;

/** Makes the function that sends one request by npm's own HTTP client. It rejects with errors of this package only. */
export function sender(configuration: NpmConfiguration, opened: OpenRegistryOptions): Send {
  const { options, secrets, isSet } = configuration;
  const timeout = opened.timeLimit ?? (isSet('fetch-timeout') ? Number(options['timeout']) : 30_000);
  const retry = {
    retries: opened.retries ?? Number(options['fetchRetries'] ?? 2),
    factor: isSet('fetch-retry-factor') ? Number(options['fetchRetryFactor']) : 3,
    // npm's own pauses of 10 s and more suit an installation; here somebody waits for one answer.
    minTimeout: isSet('fetch-retry-mintimeout') ? Number(options['fetchRetryMintimeout']) : 300,
    maxTimeout: isSet('fetch-retry-maxtimeout') ? Number(options['fetchRetryMaxtimeout']) : 3000,
  };
  const isOffline = opened.offline ?? options['offline'] === true;
  return async (request) => {
    const { default: registryFetch } = await import('npm-registry-fetch');
    const { path, name, method = 'GET', fresh = false } = request;
    const signal = joined(opened.signal, request.signal);
    const registry = name === undefined ? options.registry : registryFetch.pickRegistry(name, options);
    const asked = {
      registry: withoutCredentials(askedAt(path, registry)),
      what: request.what,
      secrets: [...secrets, ...given(request)],
    };
    if (signal?.aborted) throw errors.make('CDEV_E_REGISTRY_CANCELLED', { what: request.what });
    if (isOffline && (method !== 'GET' || fresh)) throw errors.make('CDEV_E_REGISTRY_OFFLINE', { what: request.what });
    async function ask(isCached: boolean): Promise<ForwardedAnswer> {
      const response = await registryFetch(path, {
        ...options,
        ...proxyFor(/^https?:/.test(path) ? path : registry, options),
        timeout,
        retry,
        method,
        offline: isOffline,
        ...(name !== undefined && { spec: name }),
        ...(request.body !== undefined && { body: request.body }),
        ...(request.gzip && { gzip: true }),
        ...(request.integrity !== undefined && { integrity: request.integrity }),
        ...(request.otp !== undefined && { otp: request.otp }),
        ...(signal && { signal }),
        headers: {
          ...(request.accept !== undefined && { accept: request.accept }),
          ...(typeof request.body === 'string' && { 'content-type': 'application/json' }),
          ...(fresh && { 'cache-control': 'no-cache', pragma: 'no-cache' }),
        },
        // Without a folder nothing is read from a cache, and nothing is left in one.
        ...(!isCached && { cache: null }),
      });
      const headers: Record<string, string> = {};
      response.headers.forEach((value, header) => (headers[header] = value));
      const body = request.into
        ? await intoFile(response.body, request.into, asked)
        : await bytesOf(response.body, asked, opened.timeLimit);
      return { status: response.status, headers, body };
    }
    const isCached = method === 'GET' && !fresh;
    try {
      return await ask(isCached).catch((thrown: unknown) => {
        // A cache that cannot be written is no reason not to ask.
        if (!isCached || isOffline || !isOfCache(thrown)) throw thrown;
        return ask(false);
      });
    } catch (thrown) {
      throw failure(thrown, asked);
    }
  };
}

/** What a whole answer may take, in limits for a silence: with a byte a second none would ever be reached. */
const patience = 3;

async function bytesOf(
  body: ResponseBody,
  asked: Pick<Asked, 'registry' | 'what'>,
  timeLimit: number | undefined,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const most = timeLimit === undefined ? undefined : patience * timeLimit;
  const reason = `it was not whole after ${(most ?? 0) / 1000} s`;
  const late = (): void => body.destroy(errors.make('CDEV_E_REGISTRY_BROKEN_ANSWER', { ...asked, reason }));
  const timer = most === undefined ? undefined : setTimeout(late, most);
  // By events: npm's streams leave a listener behind for each chunk that is iterated over.
  await new Promise<void>((done, failed) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBytes) body.destroy(tooLarge(maxBytes, asked));
    });
    body.on('end', done);
    body.on('error', failed);
  }).finally(() => clearTimeout(timer));
  return Buffer.concat(chunks);
}

async function intoFile(
  body: ResponseBody,
  { file, maxBytes: most }: IntoFile,
  asked: Pick<Asked, 'registry' | 'what'>,
): Promise<Buffer> {
  let size = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _, done) => {
      size += chunk.length;
      if (size <= most) done(null, chunk);
      else done(tooLarge(most, asked));
    },
  });
  let refused: Error | undefined;
  const output = createWriteStream(file);
  output.on('error', (cause: NodeJS.ErrnoException) => {
    // One that comes from the other side is told already.
    if (cause.errno === undefined) return;
    const reason = cause.code ?? 'unknown reason';
    refused = errors.make('CDEV_E_REGISTRY_FILE_NOT_WRITTEN', { file, reason }, { cause });
    counted.destroy(refused);
  });
  const written = pipeline(counted, output);
  body.on('error', (error) => counted.destroy(error));
  body.pipe(counted);
  await written.catch((error: unknown) => {
    body.destroy(error as Error);
    throw refused ?? error;
  });
  return Buffer.alloc(0);
}

function tooLarge(most: number, asked: Pick<Asked, 'registry' | 'what'>): Error {
  return errors.make('CDEV_E_REGISTRY_BROKEN_ANSWER', { ...asked, reason: `it is larger than ${most} bytes` });
}

/** As npm: `https-proxy` before `proxy`, for every address, and what is configured before the environment. */
function proxyFor(url: string, options: NpmConfiguration['options']): { proxy?: unknown; httpsProxy?: unknown } {
  const ofEnvironment = options[url.startsWith('https:') ? 'httpsProxyOfEnvironment' : 'httpProxyOfEnvironment'];
  return { proxy: options['httpsProxy'] || options['proxy'] || ofEnvironment, httpsProxy: undefined };
}

/** An address of its own is no matter of the registry. */
function askedAt(path: string, registry: string): string {
  return /^https?:/.test(path) && URL.canParse(path) && !path.startsWith(registry)
    ? `${new URL(path).origin}/`
    : registry;
}

function joined(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

function given({ otp }: RegistryRequest): string[] {
  return otp === undefined ? [] : [otp];
}
