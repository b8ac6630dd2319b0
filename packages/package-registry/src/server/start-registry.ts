import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from '../registry.ts';
import { answerRequest, type Serving } from './answer-request.ts';
import type { RegistryUser } from './authorise.ts';
import { faultSet, type RegistryFault } from './fault.ts';
import { packageStore, type StoredPackument } from './package-store.ts';
import type { TarballManifest } from './read-tarball-manifest.ts';

export interface StartRegistryOptions {
  /**
   * Where requests for other packages go. A URL: they are redirected there, and clients use their own certificates and proxies on the
   * way. A `Registry`: they are asked through it, with the credentials, scopes and cache of that one. Default `false`: nowhere (404).
   */
  readonly upstream?: Registry | string | false;
  /** Default: one user, `tester`. */
  readonly users?: readonly RegistryUser[];
  /** Reading needs a login too. Default false. */
  readonly isPrivate?: boolean;
  /** Versions of a package that was put in hide those of the upstream; `true` shows both (needs a `Registry`). Default false. */
  readonly mergesUpstream?: boolean;
  readonly faults?: readonly RegistryFault[];
  /** The environment that clients are started in; its `NO_PROXY` is extended. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default 0: any that is free. */
  readonly port?: number;
}

/** An npm registry in this process, on 127.0.0.1. */
export interface LocalRegistry extends AsyncDisposable {
  /** Ends with a slash. */
  readonly url: string;
  /** Makes npm, npx and pnpm use it, as its first user; to be added to an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes the packed package available, as `latest` or under another tag, without a publish. */
  readonly put: (tarball: Uint8Array, tag?: string) => Promise<TarballManifest>;
  /** What it holds of a package now, faults aside. */
  readonly packument: (name: string) => StoredPackument | undefined;
  readonly remove: (name: string, versions?: readonly string[]) => boolean;
  /** @returns what takes the fault away again */
  readonly fault: (fault: RegistryFault) => () => void;
  readonly clearFaults: () => void;
  /** What was asked for so far: method and path. */
  readonly requests: readonly string[];
  /** The token of a user. */
  readonly token: (user?: string) => string;
  readonly close: () => Promise<void>;
}

/** Published "now", a version is too young for clients that want packages of a certain age; the date is long ago. */
const longAgo = '2026-01-01T00:00:00.000Z';

/** Starts a registry; it is ready within some milliseconds. What is put in or published is kept in memory. */
export async function startRegistry(options: StartRegistryOptions = {}): Promise<LocalRegistry> {
  const { upstream = false, isPrivate = false, mergesUpstream = false, port = 0 } = options;
  const users = (options.users ?? [{ name: 'tester' }]).map((user) => ({
    ...user,
    token: user.token ?? `local-${randomBytes(18).toString('hex')}`,
  }));
  const store = packageStore();
  const faults = faultSet(options.faults ?? []);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answerRequest(serving, request, response);
  });
  const url = await listen(server, port);
  const serving: Serving = {
    url,
    store,
    faults,
    users,
    isPrivate,
    upstream,
    mergesUpstream,
    publishTime: () => longAgo,
    remembered: new Map(),
  };
  const token = (user?: string): string => {
    const found = user === undefined ? users[0] : users.find(({ name }) => name === user);
    if (!found) throw new Error(`The registry has no user ${user ?? ''}`);
    return found.token;
  };
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return {
    url,
    env: clientEnvironment(url, users[0]?.token, options),
    put: async (tarball, tag = 'latest') => store.add({ tarball, tag, time: longAgo }),
    packument: (name) => structuredClone(store.packument(name)),
    remove: store.remove,
    fault: faults.set,
    clearFaults: faults.clear,
    requests,
    token,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** npm reads `npm_config_…`; pnpm too, but not the registry. Neither may send what is for this machine to a proxy. */
function clientEnvironment(
  url: string,
  token: string | undefined,
  { upstream, env = {} }: StartRegistryOptions,
): Record<string, string> {
  const here = '127.0.0.1,localhost';
  const noProxy = [env['NO_PROXY'] ?? env['no_proxy'], here].filter(Boolean).join(',');
  return {
    npm_config_registry: url,
    pnpm_config_registry: url,
    ...(token !== undefined && { [`npm_config_${url.replace('http:', '')}:_authToken`]: token }),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    // A client that is redirected needs its own setting on the way there.
    ...(typeof upstream !== 'string' && { npm_config_noproxy: here }),
  };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  // A failure of the listening socket later on does not end the process.
  server.on('error', () => {});
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
