import type { Context } from '@cdev/core/cli';
import { openRegistry, type Registry } from '@cdev/package-registry';
import { errors } from '../errors.ts';

export interface SourceOptions {
  /** Further registries that are asked beside those that npm is configured with. */
  readonly registries: readonly string[];
  /** This one alone. */
  readonly from: string | undefined;
}

/** A registry that scripts can come from. */
export interface Source {
  /** Ends with a slash, without credentials. */
  readonly url: string;
  readonly registry: Registry;
  /** npm itself would ask it for the package. */
  readonly isConfigured: boolean;
}

export interface Sources {
  /** All that there are, for a search. */
  readonly all: readonly Source[];
  /**
   * Where that package may come from. A scope with a registry of its own is asked for nowhere else, and told to nobody else.
   * @throws CDEV_E_MARKETPLACE_REGISTRY_ELSEWHERE
   */
  readonly of: (name: string) => readonly Source[];
}

/** Registries as npm is configured with them, credentials and all, and those named beside. */
export async function openSources(
  { registries, from }: SourceOptions,
  { cwd, env, signal }: Pick<Context, 'cwd' | 'env' | 'signal'>,
): Promise<Sources> {
  const configured = await openRegistry({ cwd, env, signal });
  const open = (url: string): Promise<Registry> => openRegistry({ cwd, env, signal, url });
  const only = from === undefined ? undefined : await open(from);
  const further = await Promise.all(registries.map(open));
  const scoped = await Promise.all(Object.values(configured.scopes).map(open));
  const source = (registry: Registry, isConfigured: boolean): Source => ({ url: registry.url, registry, isConfigured });
  const all = only
    ? [source(only, only.url === configured.url)]
    : [source(configured, true), ...[...scoped, ...further].map((each) => source(each, false))];
  return {
    all: distinct(all),
    of(name) {
      const own = configured.urlFor(name);
      const hasOwn = own !== configured.url;
      if (only && hasOwn && own !== only.url)
        throw errors.make('CDEV_E_MARKETPLACE_REGISTRY_ELSEWHERE', {
          package: name,
          wanted: only.url,
          configured: own,
        });
      if (only) return [source(only, own === only.url)];
      const first = { url: own, registry: configured, isConfigured: true };
      return distinct([first, ...(hasOwn ? [] : further.map((each) => source(each, false)))]);
    },
  };
}

function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.toReversed().map((source) => [source.url, source])).values()].toReversed();
}
