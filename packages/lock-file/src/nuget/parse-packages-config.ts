import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph } from '../graph/lock-graph.ts';
import { malformed, type LockSource } from '../lock-source.ts';

const command = 'nuget restore packages.config -PackagesDirectory packages';

/**
 * `packages.config`, which has every package in one version, those that others bring along too.
 * @see https://learn.microsoft.com/nuget/reference/packages-config
 */
export function parsePackagesConfig(source: LockSource): LockGraph {
  // One that does not end takes the rest with it.
  const text = source.text.replaceAll(/<!--.*?(?:-->|$)/gs, '');
  if (!/<packages[\s>/]/.test(text)) throw malformed(source, 'it has no "packages"', { command });
  if (!/<\/packages\s*>|<packages[^<>]*\/>/.test(text)) throw malformed(source, 'it is cut off', { command });
  const packages = new Map<string, DraftPackage>();
  const edges: LockEdge[] = [];
  for (const [, attributes = ''] of text.matchAll(/<package\s([^<>]*?)\/?>/g)) {
    const [name, version] = [attribute(attributes, 'id'), attribute(attributes, 'version')];
    if (name === '' || version === '') throw malformed(source, 'a package has no id or no version', { command });
    const id = `${name} ${version}`;
    packages.set(id, { id, name, version, origin: 'registry', edges: [] });
    const isDev = attribute(attributes, 'developmentDependency') === 'true';
    edges.push({ name, kind: isDev ? 'dev' : 'runtime', range: version, to: id });
  }
  return buildGraph({
    file: source.file,
    format: 'nuget-config',
    formatVersion: '',
    ecosystem: 'NuGet',
    packages: [...packages.values()],
    importers: [{ id: importerId(''), path: '', name: '', edges }],
  });
}

function attribute(attributes: string, name: string): string {
  const [, double, single] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes) ?? [];
  return (double ?? single ?? '').trim();
}
