import { realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { errors } from './errors.ts';

/** What of npm's configuration concerns registries, in the form that npm's own packages take. */
export interface NpmConfiguration {
  readonly options: Readonly<Record<string, unknown>> & { readonly registry: string };
  /** Values that must not appear in any text. */
  readonly secrets: readonly string[];
  /** True when a file or the environment sets it, false for npm's default. */
  readonly isSet: (key: string) => boolean;
  readonly defaultRegistry: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that concern requests. The others are not even flattened: some of npm's flatteners change `process.env`. */
const concerned = new Set(
  `ca cafile cache cert fetch-retries fetch-retry-factor fetch-retry-maxtimeout fetch-retry-mintimeout fetch-timeout
  https-proxy key local-address maxsockets noproxy offline otp prefer-offline prefer-online proxy registry
  replace-registry-host scope strict-ssl`.split(/\s+/),
);
const secretKey = /:(?:_authToken|_auth|_password)$/;

/**
 * Reads npm's configuration by npm's own code: `.npmrc` of project, user, global and built in, and `npm_config_…`.
 * @throws CDEV_E_REGISTRY_CONFIGURATION
 */
export async function npmConfiguration(cwd: string, env: Environment): Promise<NpmConfiguration> {
  const [{ default: Config }, { default: npm }] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ]);
  const { definitions, shorthands, nerfDarts } = npm;
  function flatten(values: Record<string, unknown>, flat: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(values))
      if (/^@.*:registry$/i.test(key) || key.startsWith('//')) flat[key] = value;
      else if (concerned.has(key)) definitions[key]?.flatten?.(key, values, flat);
  }
  try {
    const config = new Config({
      definitions,
      shorthands,
      nerfDarts,
      flatten,
      npmPath: await npmFolder(env),
      // It is written to.
      env: { ...env },
      argv: [process.execPath, 'npm'],
      cwd,
      warn: false,
    });
    await config.load();
    const options = { ...config.flat, registry: withSlash(String(config.flat['registry'])) };
    const isSet = (key: string): boolean => !['default', null].includes(config.find(key));
    return {
      options: { ...options, ...proxyOf(options, env) },
      secrets: secretsOf(options),
      isSet,
      defaultRegistry: withSlash(String(definitions['registry']?.default)),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw errors.make('CDEV_E_REGISTRY_CONFIGURATION', { reason }, { cause });
  }
}

/** Beside the program npm lies the `npmrc` that its distributor gave it. */
async function npmFolder(env: Environment): Promise<string> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const program = await realpath(join(folder, 'npm')).catch(() => undefined);
    if (program?.endsWith('npm-cli.js')) return dirname(dirname(program));
  }
  return join(dirname(process.execPath), 'node_modules', 'npm');
}

/** npm leaves proxies to the environment of the process; a verb is given its environment. */
function proxyOf(options: Readonly<Record<string, unknown>>, env: Environment): Record<string, string> {
  const read = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  const noProxy = options['noProxy'] || read('no_proxy');
  return {
    ...(typeof noProxy === 'string' && { noProxy }),
    ...proxies('httpProxyOfEnvironment', read('https_proxy') ?? read('http_proxy') ?? read('proxy')),
    ...proxies('httpsProxyOfEnvironment', read('https_proxy')),
  };
}

function proxies(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

function secretsOf(options: Readonly<Record<string, unknown>>): string[] {
  const found = Object.entries(options).flatMap(([key, value]) => {
    if (typeof value !== 'string' || !(secretKey.test(key) || key === 'otp')) return [];
    // A password is kept encoded, and sent together with the name, encoded once more.
    if (!/_(?:auth|password)$/.test(key)) return [value];
    const decoded = Buffer.from(value, 'base64').toString('utf8');
    const user = options[key.replace(/_password$/, 'username')];
    const sent = typeof user === 'string' ? Buffer.from(`${user}:${decoded}`).toString('base64') : value;
    return [value, sent, decoded, decoded.slice(decoded.indexOf(':') + 1)];
  });
  return [...new Set(found)].filter((secret) => secret !== '');
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
