import { createHash } from 'node:crypto';
import type { PackageTarball } from '@cdev/package-tarball';
import { declaredRanges, registryTarget } from './rules/dependencies/declared-ranges.ts';
import type { RegistryFacts } from './subject/subject.ts';
import type { NotRun } from './rule/rule.ts';
import { validRange } from 'semver';

interface Component {
  readonly type: 'library' | 'application';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly scope?: 'required' | 'optional';
}

export interface SbomOptions {
  /** The time that it is made. */
  readonly now: Date;
  readonly tool: { readonly name: string; readonly version: string };
  /** To name the versions that users get; without it a dependency has its range as version. */
  readonly registryOf: (tarball: PackageTarball) => RegistryFacts | NotRun;
}

/** A CycloneDX 1.6 bill of the packages that are published and what they declare (their first level), as a JSON document. */
export async function sbomOf(
  tarballs: readonly PackageTarball[],
  { now, tool, registryOf }: SbomOptions,
): Promise<object> {
  const components = new Map<string, Component>();
  const dependencies: { ref: string; dependsOn: string[] }[] = [];
  for (const tarball of tarballs) {
    const own = ownComponent(tarball);
    components.set(own['bom-ref'], own);
    const needed: string[] = [];
    for (const declared of declaredRanges(tarball.manifest)) {
      const component = await dependencyComponent(declared, registryOf(tarball), tarballs);
      needed.push(component['bom-ref']);
      if (!components.has(component['bom-ref'])) components.set(component['bom-ref'], component);
    }
    dependencies.push({ ref: own['bom-ref'], dependsOn: needed });
  }
  const all = [...components.values()];
  const seed =
    all.map((component) => component['bom-ref']).join('\n') + tarballs.map(({ integrity }) => integrity).join('\n');
  const [main] = tarballs;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(seed)}`,
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      ...(tarballs.length === 1 && main && { component: ownComponent(main) }),
    },
    components: tarballs.length === 1 ? all.slice(1) : all,
    dependencies,
  };
}

function ownComponent({ name, version, manifest, bytes }: PackageTarball): Component {
  const { license } = manifest;
  return {
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    purl: purl(name, version),
    ...(typeof license === 'string' && {
      licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    }),
    hashes: [{ alg: 'SHA-512', content: createHash('sha512').update(bytes).digest('hex') }],
  };
}

async function dependencyComponent(
  declared: ReturnType<typeof declaredRanges>[number],
  registry: RegistryFacts | NotRun,
  tarballs: readonly PackageTarball[],
): Promise<Component> {
  const { name, range } = registryTarget(declared);
  const here = tarballs.find((tarball) => tarball.name === name);
  const found =
    here || 'notRun' in registry || validRange(range) === null ? undefined : await registry.best(name, range);
  const version = here?.version ?? found?.version ?? range;
  const [, digest] = /^sha512-(.+)$/.exec(found?.dist.integrity ?? '') ?? [];
  const ref = here || found ? purl(name, version) : `${purl(name)}?range=${encodeURIComponent(range)}`;
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    purl: here || found ? purl(name, version) : purl(name),
    scope: declared.isOptional ? 'optional' : 'required',
    ...(digest !== undefined && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    }),
  };
}

function purl(name: string, version?: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `pkg:npm/${path}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`;
}

/** The same contents give the same serial number (a version 8 UUID, RFC 9562). */
function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
