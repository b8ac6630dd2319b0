import type { DistributedPackage } from '@cdev/distribution-manifest';
import { errors } from '../errors.ts';
import type { ReleaseUnit } from './deed.ts';

/**
 * The tags of a release, each with its packages. Without a format a package by itself has `v1.2.3`, and those of a workspace have `name@1.2.3`, as changesets
 * tags them.
 * @throws CDEV_E_POSTPUBLISH_OPTION_INVALID
 */
export function releaseUnits(
  packages: readonly DistributedPackage[],
  { format, isWorkspace }: { readonly format: string | undefined; readonly isWorkspace: boolean },
): readonly ReleaseUnit[] {
  const form = tagFormat(format, isWorkspace);
  const byTag = Map.groupBy(packages, (one) => tagOf(form, one));
  return [...byTag].map(([tag, members]) => ({ tag, packages: members }));
}

export function tagFormat(format: string | undefined, isWorkspace: boolean): string {
  const form = format ?? (isWorkspace ? '{name}@{version}' : 'v{version}');
  const sample = tagOf(form, { name: '@a/b', version: '1.0.0' });
  const refuse = (expected: string): never => {
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', { option: '--tag-format', value: form, expected });
  };
  if (!form.includes('{version}')) refuse('a text with {version} in it, and {name} for each package');
  // After git-check-ref-format(1).
  if (/[\s~^:?*[\\\u0000-\u001F\u007F]|\.\.|@\{|\/\/|\.lock$|\.$|\/$|^[-/.]/.test(sample))
    refuse('a name that git takes for a tag');
  return form;
}

export function tagOf(format: string, { name, version }: Pick<DistributedPackage, 'name' | 'version'>): string {
  return format.replaceAll('{name}', name).replaceAll('{version}', version);
}
