import { askAdvisories } from './ask-advisories.ts';
import { changePackage } from './change-package.ts';
import { errors } from './errors.ts';
import { npmConfiguration, type NpmConfiguration } from './npm-configuration.ts';
import { readDocument, readManifest, readPackument } from './read-document.ts';
import type { Access, AskOptions, Credential, OpenRegistryOptions, Registry } from './registry.ts';
import { searchPackages } from './search-packages.ts';
import { escapedName as escaped } from './package-name.ts';
import { sender, type RegistryRequest, type Send } from './send.ts';
import { withoutCredentials } from './without-credentials.ts';

const shortForm = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
type RegistryFetch = typeof import('npm-registry-fetch');

/**
 * Reads npm's configuration and gives the registries it names. Nothing is asked yet.
 * @throws CDEV_E_REGISTRY_CONFIGURATION
 */
export async function openRegistry(opened: OpenRegistryOptions): Promise<Registry> {
  const [read, { default: registryFetch }] = await Promise.all([
    npmConfiguration(opened.cwd, opened.env),
    import('npm-registry-fetch'),
  ]);
  const configuration = opened.url === undefined ? read : at(read, opened.url);
  const { options } = configuration;
  const send = sender(configuration, opened);
  const url = withoutCredentials(options.registry);
  const registryOf = (name: string): string => escaped(name) && withSlash(registryFetch.pickRegistry(name, options));
  const urlFor = (name: string): string => withoutCredentials(registryOf(name));
  const questions = ask(send, urlFor);
  const credentialFor = (name: string): Credential => credential(registryFetch, registryOf(name), options);

  async function whoami(name?: string, asking: AskOptions = {}): Promise<string | undefined> {
    const registry = name === undefined ? options.registry : registryOf(name);
    if (credential(registryFetch, registry, options) === 'none') return undefined;
    const path = `${registry}-/whoami`;
    const answer = await send({
      path,
      what: 'the name of the user',
      ...asking,
      ...(name !== undefined && { name }),
      fresh: true,
    });
    const { username } = readDocument(answer.body, { registry, what: 'whoami' });
    return typeof username === 'string' && username !== '' ? username : undefined;
  }

  async function tarball(name: string, version: string, asking: AskOptions = {}): Promise<Buffer> {
    const what = `${name}@${version}`;
    const manifest = await questions.versionManifest(name, version, asking);
    if (!manifest) throw errors.make('CDEV_E_REGISTRY_NOT_FOUND', { registry: urlFor(name), what });
    const { tarball: announced, integrity, shasum } = manifest.dist;
    const sha1 = shasum === undefined ? undefined : `sha1-${Buffer.from(shasum, 'hex').toString('base64')}`;
    const path = atConfiguredHost(announced, registryOf(name), configuration);
    return (await send({ path, name, what, ...asking, integrity: integrity ?? sha1 })).body;
  }

  async function access(name: string, asking: AskOptions = {}): Promise<Access> {
    const [user, found] = await Promise.all([
      whoami(name, asking),
      questions.packument(name, { ...asking, full: true, fresh: true }),
    ]);
    const about = async (what: string): Promise<Record<string, unknown> | undefined> => {
      const path = `/-/package/${escaped(name)}/${what}`;
      const answer = await optional(send, { path, name, what: `the ${what} of ${name}`, ...asking, fresh: true });
      return answer && readDocument(answer, { registry: urlFor(name), what });
    };
    // Registries that do not know these questions refuse them in several ways; then the packument has to do.
    const [collaborators, visibility] = await Promise.all([
      user === undefined ? undefined : about('collaborators?format=cli').catch(() => undefined),
      user === undefined || !found ? undefined : about('visibility').catch(() => undefined),
    ]);
    const isPublic = visibility?.['public'];
    return {
      user,
      permission: permissionOf(user, collaborators, found?.maintainers),
      visibility: typeof isPublic === 'boolean' ? (isPublic ? 'public' : 'private') : undefined,
      exists: found !== undefined,
    };
  }

  const { cache } = options;
  return {
    url,
    cacheFolder: typeof cache === 'string' ? cache : undefined,
    urlFor,
    credentialFor,
    scopes: scopesOf(options),
    search: searchPackages(send, url),
    ...questions,
    tarball,
    whoami,
    access,
    advisories: askAdvisories(send, registryOf),
    async ping(name, asking = {}) {
      const started = performance.now();
      const path = `${name === undefined ? options.registry : registryOf(name)}-/ping`;
      await send({ path, what: 'a sign of life', ...asking, ...(name !== undefined && { name }), fresh: true });
      return performance.now() - started;
    },
    ...changePackage(send, urlFor, questions.packument),
    async forward(path, { accept, ...asking } = {}) {
      const name = nameIn(path);
      return send({ path, what: path, ...asking, ...(accept !== undefined && { accept }), ...(name && { name }) });
    },
  };
}

type Questions = Pick<Registry, 'packument' | 'versionManifest' | 'distTags'>;

function ask(send: Send, urlFor: (name: string) => string): Questions {
  async function packument(
    name: string,
    { full = false, ...asking }: AskOptions & { readonly full?: boolean } = {},
  ): ReturnType<Registry['packument']> {
    const accept = full ? 'application/json' : shortForm;
    const body = await optional(send, { path: `/${escaped(name)}`, name, what: name, accept, ...asking });
    return body && readPackument(body, { registry: urlFor(name), what: name });
  }
  return {
    packument,
    async versionManifest(name, version, asking = {}) {
      const what = `${name}@${version}`;
      const path = `/${escaped(name)}/${encodeURIComponent(version)}`;
      const body = await optional(send, { path, name, what, ...asking });
      if (body) return readManifest(body, { registry: urlFor(name), what });
      // Not every registry knows the question for one version.
      const whole = await packument(name, { ...asking, full: true });
      return whole?.versions[version] ?? whole?.versions[whole['dist-tags'][version] ?? ''];
    },
    async distTags(name, asking = {}) {
      const what = `the dist-tags of ${name}`;
      const body = await optional(send, { path: `/-/package/${escaped(name)}/dist-tags`, name, what, ...asking });
      if (!body) return (await packument(name, asking))?.['dist-tags'];
      const { _etag, ...tags } = readDocument(body, { registry: urlFor(name), what });
      return tags as Record<string, string>;
    },
  };
}

/** The body; undefined for what is not there. */
async function optional(send: Send, request: RegistryRequest): Promise<Buffer | undefined> {
  try {
    return (await send(request)).body;
  } catch (error) {
    if ((error as { code?: string }).code === 'CDEV_E_REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}

function permissionOf(
  user: string | undefined,
  collaborators: Readonly<Record<string, unknown>> | undefined,
  maintainers: readonly { readonly name: string }[] | undefined,
): Access['permission'] {
  if (user === undefined) return 'unknown';
  const listed = collaborators?.[user];
  if (typeof listed === 'string') return listed.includes('write') ? 'write' : 'read';
  if (maintainers?.some(({ name }) => name === user)) return 'write';
  return collaborators || maintainers ? 'none' : 'unknown';
}

function credential(registryFetch: RegistryFetch, registry: string, options: NpmConfiguration['options']): Credential {
  const { token, auth, cert } = registryFetch.getAuth(registry, options);
  if (token) return 'token';
  return auth ? 'basic' : cert ? 'certificate' : 'none';
}

/** A mirror gives the addresses of the public registry on; npm asks the mirror for them all the same. */
function atConfiguredHost(tarball: string, registry: string, { options, defaultRegistry }: NpmConfiguration): string {
  const { replaceRegistryHost } = options;
  const setting = typeof replaceRegistryHost === 'string' ? replaceRegistryHost : 'npmjs';
  const found = new URL(tarball);
  const replaced = setting === 'npmjs' ? new URL(defaultRegistry).host : setting;
  if (setting === 'never' || (setting !== 'always' && found.host !== replaced)) return tarball;
  const wanted = new URL(registry);
  return new URL(`${wanted.pathname.replace(/\/$/, '')}${found.pathname}${found.search}`, wanted.origin).href;
}

function scopesOf(options: NpmConfiguration['options']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) => {
      const scope = /^(@.+):registry$/.exec(key)?.[1];
      return scope !== undefined && typeof value === 'string' && URL.canParse(value)
        ? [[scope, withoutCredentials(withSlash(value))]]
        : [];
    }),
  );
}

function at(configuration: NpmConfiguration, url: string): NpmConfiguration {
  return { ...configuration, options: { ...configuration.options, registry: withSlash(url) } };
}

/** Of `/@scope%2fname`, `/name/1.0.0`: the package, whose scope may have its own registry. */
function nameIn(path: string): string | undefined {
  const [first = '', second] = decodeURIComponent(path.replace(/^\//, '').split('?')[0] ?? '').split('/');
  if (/^https?:$/.test(first) || first === '-' || first === '') return undefined;
  return first.startsWith('@') ? `${first}/${second ?? ''}` : first;
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
