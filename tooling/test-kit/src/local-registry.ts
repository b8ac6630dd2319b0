import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execa } from 'execa';
import { readTarballManifest, type PublishedManifest } from './read-tarball-manifest.ts';

export interface LocalRegistryOptions {
  /**
   * Where requests for other packages are sent. Default: the registry that npm is configured with on this machine; `false`:
   * nowhere, they are answered with 404.
   */
  readonly upstream?: string | false;
}

/** An npm registry of one test, on 127.0.0.1 at a port of its own. */
export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
  /** Makes npm, npx and pnpm use it, and find their way to the registry behind it. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes the packed package available, with its version as `latest` or another tag. No publish is needed. */
  readonly put: (tarball: Uint8Array, tag?: string) => Promise<PublishedManifest>;
  /** What was asked for so far: method and path. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

interface Packument {
  readonly name: string;
  readonly 'dist-tags': Record<string, string>;
  readonly versions: Record<string, PublishedManifest>;
  readonly time: Record<string, string>;
}

/** Starts the registry. Tarballs and packuments of packages put into it are its own; everything else is redirected upstream. */
export async function localRegistry({ upstream }: LocalRegistryOptions = {}): Promise<LocalRegistry> {
  const elsewhere = upstream ?? (await configuredRegistry());
  const packuments = new Map<string, Packument>();
  const tarballs = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer({ request, response, packuments, tarballs, elsewhere });
  });
  const url = await listen(server);

  async function put(tarball: Uint8Array, tag = 'latest'): Promise<PublishedManifest> {
    const manifest = readTarballManifest(tarball);
    const { name, version } = manifest;
    const path = `/${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
    tarballs.set(path, tarball);
    const packument = packuments.get(name) ?? { name, 'dist-tags': {}, versions: {}, time: {} };
    packument.versions[version] = { ...manifest, dist: { tarball: url + path.slice(1), ...digests(tarball) } };
    packument['dist-tags'][tag] = version;
    // npm 12 may ask for packages of a certain age; the date is long ago.
    packument.time[version] = '2026-01-01T00:00:00.000Z';
    packuments.set(name, packument);
    return manifest;
  }

  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return {
    url,
    env: { ...networkEnvironment(), npm_config_registry: url },
    put,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly packuments: ReadonlyMap<string, Packument>;
  readonly tarballs: ReadonlyMap<string, Uint8Array>;
  readonly elsewhere: string | false;
}

function answer({ request, response, packuments, tarballs, elsewhere }: Exchange): void {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
  const tarball = tarballs.get(path);
  const packument = packuments.get(path.slice(1));
  if (request.method === 'GET' && tarball) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(tarball);
  } else if (request.method === 'GET' && packument) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument));
  } else if (elsewhere === false) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
  } else {
    // A redirect, so that the client's own certificates and proxies serve for the way there; 307 keeps method and body.
    response.writeHead(307, { location: new URL((request.url ?? '/').slice(1), elsewhere).href }).end();
  }
}

function digests(tarball: Uint8Array): { integrity: string; shasum: string } {
  return {
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    shasum: createHash('sha1').update(tarball).digest('hex'),
  };
}

/** Proxies and certificates: without them a client with a scrubbed environment does not get out of some networks. */
function networkEnvironment(): Record<string, string> {
  const isNeeded = ([name, value]: [string, string | undefined]): boolean =>
    value !== undefined && /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|(HTTPS?|NO)_PROXY)$/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(isNeeded)) as Record<string, string>;
}

async function configuredRegistry(): Promise<string> {
  const { stdout } = await execa('npm', ['config', 'get', 'registry'], { stdin: 'ignore' });
  return stdout.trim().replace(/\/?$/, '/');
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
