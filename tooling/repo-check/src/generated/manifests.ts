import { isDeepStrictEqual } from 'node:util';
import type { Generated } from '../finding.ts';
import type { Manifest } from '../workspace/manifest.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const order =
  'name version private description license repository bin files type sideEffects exports publishConfig scripts dependencies devDependencies peerDependencies optionalDependencies engines cdev';

/** The fields of a manifest that follow from where the package is and what the root says. */
export const manifests: Generated = {
  name: 'manifest-form',
  says: 'all published manifests are of one form',
  generate: async (workspace) =>
    new Map(
      workspace.packages
        .filter(({ manifest }) => !manifest.private)
        .map((pkg) => [`${pkg.folder}/package.json`, manifestText(workspace, pkg)]),
    ),
};

function manifestText(workspace: Workspace, pkg: Package): string {
  const wanted = { ...pkg.manifest, ...fixedFields(workspace, pkg) };
  if (isDeepStrictEqual(wanted, pkg.manifest)) return workspace.read(`${pkg.folder}/package.json`) ?? '';
  const names = order.split(' ');
  const place = (field: string): number => (names.includes(field) ? names.indexOf(field) : names.length);
  const fields = Object.entries(wanted).toSorted(([a], [b]) => place(a) - place(b));
  return `${JSON.stringify(Object.fromEntries(fields), undefined, 2)}\n`;
}

function fixedFields({ read }: Workspace, { manifest, folder }: Package): Record<string, unknown> {
  const root = JSON.parse(read('package.json') ?? '{}') as Manifest;
  return {
    license: root['license'],
    repository: { ...(root['repository'] as object), directory: folder },
    files: [...(manifest.bin ? ['bin'] : []), 'dist', '!dist/.tsbuildinfo', ...schemas(manifest['files'])],
    sideEffects: false,
    engines: root['engines'],
    // pnpm puts these in the place of `exports` when it packs: sources are not published.
    publishConfig: { exports: withoutSources(manifest.exports ?? {}), access: 'public' },
  };
}

/** A schema of an artefact stands beside the manifest, where editors of users find it, and is published. */
function schemas(files: unknown): readonly string[] {
  return Array.isArray(files) ? files.filter((file) => /^[^/!]+\.schema\.json$/.test(String(file))) : [];
}

function withoutSources(exports: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const published = (target: unknown): unknown => {
    if (typeof target !== 'object' || target === null) return target;
    const { '@cdev/source': _, ...rest } = target as Record<string, unknown>;
    return rest;
  };
  return Object.fromEntries(Object.entries(exports).map(([entry, target]) => [entry, published(target)]));
}
