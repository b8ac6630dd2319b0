import type { Packument, PublishedManifest } from '@cdev/package-registry';
import { errors } from '../errors.ts';
import type { Source, Sources } from './sources.ts';

/** One version of a package, as one registry has it. */
export interface FoundVersion {
  readonly source: Source;
  readonly packument: Packument;
  readonly manifest: PublishedManifest;
}

export interface PackageSpec {
  readonly name: string;
  /** A version or a tag. */
  readonly wanted: string;
}

/** `name`, `@scope/name@1.2.3`, `name@next`. @throws CDEV_E_MARKETPLACE_SPEC */
export function parseSpec(spec: string): PackageSpec {
  const [, name, wanted = 'latest'] =
    /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(?:@([\w.+-]+))?$/i.exec(spec) ?? [];
  if (name === undefined || name.length > 214) throw errors.make('CDEV_E_MARKETPLACE_SPEC', { spec });
  return { name, wanted };
}

/**
 * Asks every registry that may have the package; only one of them may. One that cannot be asked could have it, so its failure is one of the whole question.
 * @throws CDEV_E_MARKETPLACE_NOT_FOUND, _AMBIGUOUS, _REGISTRY_ELSEWHERE, CDEV_E_REGISTRY_*
 */
export async function findPackage(
  { name, wanted }: PackageSpec,
  sources: Sources,
  signal: AbortSignal,
): Promise<FoundVersion> {
  const asked = sources.of(name);
  const answers = await Promise.all(
    asked.map(async (source) => ({
      source,
      packument: await source.registry.packument(name, { full: true, fresh: true, signal }),
    })),
  );
  const having = answers.flatMap(({ source, packument }) => (packument ? [{ source, packument }] : []));
  const registries = (having.length > 0 ? having.map(({ source }) => source) : asked)
    .map(({ url }) => url)
    .join(' and ');
  const [first, second] = having;
  if (second) throw errors.make('CDEV_E_MARKETPLACE_AMBIGUOUS', { package: name, registries });
  const manifest = first && versionIn(first.packument, wanted);
  if (!manifest)
    throw errors.make('CDEV_E_MARKETPLACE_NOT_FOUND', {
      package: first || wanted !== 'latest' ? `${name}@${wanted}` : name,
      registries,
    });
  return { ...first, manifest };
}

function versionIn({ versions, 'dist-tags': tags }: Packument, wanted: string): PublishedManifest | undefined {
  const version = Object.hasOwn(versions, wanted) ? wanted : tags[wanted];
  return version !== undefined && Object.hasOwn(versions, version) ? versions[version] : undefined;
}
