import type { Context } from '@cdev/core/cli';
import type { Registry } from '@cdev/package-registry';
import type { CatalogueScript, Deprecation } from '@cdev/script-catalogue';

/** What is to be done in the registry. */
export interface VersionsPlan {
  readonly packageName: string;
  readonly registry: string;
  /** What users read who install it; empty takes the marks away. */
  readonly message: string;
  /** Those that do not have it yet. */
  readonly versions: readonly string[];
  /** Undefined when nothing was ever published. */
  readonly published: number | undefined;
}

export function deprecationMessage({ replacement, sunset, guide }: Deprecation): string {
  const how = /^https?:/.test(guide) ? guide : `${guide} in the package`;
  return `No longer maintained since ${sunset}: use ${replacement}. How: ${how}`;
}

/** @throws as `Registry.packument` does */
export async function planVersions(
  { packageName }: CatalogueScript,
  { registry, message, signal }: { readonly registry: Registry; readonly message: string } & Pick<Context, 'signal'>,
): Promise<VersionsPlan> {
  const packument = await registry.packument(packageName, { full: true, fresh: true, signal });
  const all = Object.entries(packument?.versions ?? {});
  const versions = all.filter(([, { deprecated }]) => (deprecated ?? '') !== message).map(([version]) => version);
  return {
    packageName,
    registry: registry.urlFor(packageName),
    message,
    versions,
    published: packument ? all.length : undefined,
  };
}
