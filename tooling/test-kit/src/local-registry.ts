import type { LocalRegistry as StartedRegistry } from '@cdev/package-registry';
import { execa } from 'execa';

export interface LocalRegistryOptions {
  /**
   * Where requests for other packages are sent. Default: the registry that npm is configured with on this machine; `false`:
   * nowhere, they are answered with 404.
   */
  readonly upstream?: string | false;
}

/** An npm registry of one test, on 127.0.0.1 at a port of its own. Its `env` leads to the registry behind it too. */
export type LocalRegistry = StartedRegistry;

/** Starts the registry. Tarballs and packuments of packages put into it are its own; everything else is redirected upstream. */
export async function localRegistry({ upstream }: LocalRegistryOptions = {}): Promise<LocalRegistry> {
  // Most tests need none, and would load it all the same.
  const { startRegistry } = await import('@cdev/package-registry');
  const registry = await startRegistry({ upstream: upstream ?? (await configuredRegistry()), env: process.env });
  return { ...registry, env: { ...networkEnvironment(), ...registry.env } };
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
