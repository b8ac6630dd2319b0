import type { PackageManifest } from '@cdev/package-workspace';
import type { Subject } from '../subject/subject.ts';
import type { ModuleRequest, PackedModule } from './parse-module.ts';
import { packageNameOf, specifierKind } from './specifier.ts';

/** How the manifest knows a package that a packed file imports. */
export type Standing = 'declared' | 'dev-only' | 'peer-meta-only' | 'unknown';

export interface ExternalRequest {
  readonly module: PackedModule;
  readonly request: ModuleRequest;
  /** The package that is imported. */
  readonly name: string;
  readonly standing: Standing;
}

/** All imports of other packages in packed JavaScript and declaration files, those that are declared included. */
export async function externalRequests({ tarball, manifest, modules }: Subject): Promise<readonly ExternalRequest[]> {
  const { all, ambient } = await modules();
  const bundled = [...tarball.entries.keys()].filter((path) => path.startsWith('node_modules/'));
  return [...all.values()].flatMap((module) =>
    module.requests.flatMap((request): ExternalRequest[] => {
      const { specifier } = request;
      if (request.kind === 'path-reference' || specifierKind(specifier) !== 'package') return [];
      const name = packageNameOf(specifier);
      const isOwn = name === tarball.name || bundled.some((path) => path.startsWith(`node_modules/${name}/`));
      if (isOwn || (module.isDeclaration && ambient.has(specifier))) return [];
      return [{ module, request, name, standing: standingOf(name, manifest, module.isDeclaration) }];
    }),
  );
}

function standingOf(name: string, manifest: PackageManifest, isDeclaration: boolean): Standing {
  const names = isDeclaration ? [name, typesNameOf(name)] : [name];
  const isIn = (...fields: readonly string[]): boolean =>
    fields.some((field) => names.some((each) => Object.hasOwn(manifest[field] ?? {}, each)));
  if (isIn('dependencies', 'peerDependencies', 'optionalDependencies')) return 'declared';
  if (isIn('peerDependenciesMeta')) return 'peer-meta-only';
  return isIn('devDependencies') ? 'dev-only' : 'unknown';
}

/** `@types/scope__name` of `@scope/name`. */
export function typesNameOf(name: string): string {
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`;
}
