import type { Packument, PublishedManifest } from './packument.ts';

export interface OpenRegistryOptions {
  /** Where npm looks for the project's `.npmrc`. */
  readonly cwd: string;
  /** Names `.npmrc` files, `npm_config_…`, proxies and the home folder. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Answers from npm's cache only. Default: what npm is configured with. */
  readonly offline?: boolean | undefined;
  /** Used instead of the configured registry, for unscoped packages and for scopes without a registry of their own. */
  readonly url?: string | undefined;
  /** Milliseconds without a byte after which a request fails, as it does when the answer is not whole after three times that. Default: npm's `fetch-timeout` if it is set, else 30,000, and no limit for the whole. */
  readonly timeLimit?: number | undefined;
  /** How often a failed request is made again. Default: npm's `fetch-retries`, that is 2. */
  readonly retries?: number | undefined;
}

export interface AskOptions {
  /** Past every cache on the way: what the registry itself says now. Default false: npm's cache, revalidated as npm does. */
  readonly fresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ChangeOptions {
  /** A one-time password, for accounts that have to give one. Default: npm's `otp`. */
  readonly otp?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How requests for a package are authenticated. */
export type Credential = 'token' | 'basic' | 'certificate' | 'none';

export interface Access {
  /** Who asks; undefined without a login. */
  readonly user: string | undefined;
  /**
   * `none`: the registry lists who may and this account is not among them. `unknown`: it does not tell, as registries do for packages
   * that are not there yet.
   */
  readonly permission: 'write' | 'read' | 'none' | 'unknown';
  /** Undefined when the registry does not tell. */
  readonly visibility: 'public' | 'private' | undefined;
  readonly exists: boolean;
}

/** What one registry says about known vulnerabilities of the packages that come from it. */
export interface AdvisoryAnswer {
  /** Without credentials. */
  readonly registry: string;
  /** What it was asked about. */
  readonly names: readonly string[];
  /** Name of a package -> its advisories, as they came; undefined when the registry did not answer. */
  readonly advisories: Readonly<Record<string, unknown>> | undefined;
  /** Why not, an error of this package. */
  readonly failure: Error | undefined;
}

/** One package that a search found; texts as they came, without control characters. */
export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** ISO time of that version. */
  readonly date: string | undefined;
  readonly publisher: string | undefined;
  readonly maintainers: readonly string[];
}

export interface SearchOptions extends AskOptions {
  /** At most so many; registries give 250 at once. Default 20. */
  readonly size?: number | undefined;
}

export interface FoundPackages {
  readonly packages: readonly FoundPackage[];
  /** How many there are in all. */
  readonly total: number;
}

/** Where a body goes that is too large for memory. */
export interface IntoFile {
  readonly file: string;
  /** A longer answer is refused. */
  readonly maxBytes: number;
}

/** An answer passed on as it came. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The registries that npm is configured with here. Each request goes to the registry of the package's scope, with the credential, the
 * proxy and the certificates that npm would use. No error text contains a credential.
 *
 * Every question and change rejects with `CDEV_E_REGISTRY_UNREACHABLE`, `_CERTIFICATE`, `_UNAUTHORISED`, `_FORBIDDEN`,
 * `_RATE_LIMITED`, `_FAILING`, `_BROKEN_ANSWER`, `_REFUSED`, `_OFFLINE`, `_NAME` or `_CANCELLED`.
 */
export interface Registry {
  /** The registry of packages without a registry for their scope; ends with a slash, has no credentials. */
  readonly url: string;
  /** Where npm keeps what it downloaded: tarballs by their digest. Undefined when it keeps nothing. */
  readonly cacheFolder: string | undefined;
  /** The registry of that package. */
  readonly urlFor: (name: string) => string;
  readonly credentialFor: (name: string) => Credential;
  /** The registries of scopes that have their own, by scope (`@acme`), without credentials. */
  readonly scopes: Readonly<Record<string, string>>;
  /**
   * Asks the default registry for packages with those words; `keywords:x` limits it to packages with that keyword.
   * @throws CDEV_E_REGISTRY_NOT_FOUND when the registry has no search
   */
  readonly search: (text: string, options?: SearchOptions) => Promise<FoundPackages>;
  /** Undefined when there is no such package (or none that this account may see). The short form unless `full`. */
  readonly packument: (
    name: string,
    options?: AskOptions & { readonly full?: boolean },
  ) => Promise<Packument | undefined>;
  /**
   * Asks for one version (or tag) alone, which a registry shows before the packument has it. Undefined when there is none.
   */
  readonly versionManifest: (
    name: string,
    version: string,
    options?: AskOptions,
  ) => Promise<PublishedManifest | undefined>;
  /**
   * The bytes, compared with the integrity that the registry announces.
   * @throws CDEV_E_REGISTRY_NOT_FOUND, CDEV_E_REGISTRY_WRONG_INTEGRITY
   */
  readonly tarball: (name: string, version: string, options?: AskOptions) => Promise<Buffer>;
  /** Undefined when there is no such package. */
  readonly distTags: (name: string, options?: AskOptions) => Promise<Readonly<Record<string, string>> | undefined>;
  /** Milliseconds that the answer took. For a name: the registry of that package. */
  readonly ping: (name?: string, options?: AskOptions) => Promise<number>;
  /**
   * The user's name; undefined when there is no credential.
   * @throws CDEV_E_REGISTRY_UNAUTHORISED when there is one and the registry refuses it
   */
  readonly whoami: (name?: string, options?: AskOptions) => Promise<string | undefined>;
  /**
   * Asks the registries which advisories concern these versions of packages: one compressed request for each registry. A registry that fails is told in its
   * answer; the whole rejects only when it is cancelled.
   */
  readonly advisories: (
    versions: ReadonlyMap<string, readonly string[]>,
    options?: AskOptions,
  ) => Promise<readonly AdvisoryAnswer[]>;
  readonly access: (name: string, options?: AskOptions) => Promise<Access>;
  /**
   * Marks versions as deprecated; an empty message takes the mark away. `versions` are exact.
   * @throws CDEV_E_REGISTRY_NOT_FOUND
   */
  readonly deprecate: (
    name: string,
    versions: readonly string[],
    message: string,
    options?: ChangeOptions,
  ) => Promise<void>;
  /** @throws CDEV_E_REGISTRY_NOT_FOUND */
  readonly setDistTag: (name: string, tag: string, version: string, options?: ChangeOptions) => Promise<void>;
  readonly removeDistTag: (name: string, tag: string, options?: ChangeOptions) => Promise<void>;
  /** Passes a GET on, `path` from the registry's root or a whole URL, and gives the answer back whatever its status. */
  readonly forward: (
    path: string,
    options?: AskOptions & { readonly accept?: string; readonly into?: IntoFile },
  ) => Promise<ForwardedAnswer>;
}
