import { intersects, minVersion, satisfies, subset, validRange } from 'semver';
import { declaredRanges, rangeKind, registryTarget, type DeclaredRange } from '../dependencies/declared-ranges.ts';
import { field } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';
import type { RegistryFacts, Subject } from '../../subject/subject.ts';

const isRange = (text: string): boolean => validRange(text) !== null;

/** Declared packages that a registry is asked for: not those in the tarball, and not siblings of the same publish, which are not there yet. */
function askable({ manifest, siblings, tarball }: Subject): readonly DeclaredRange[] {
  const own = new Set(siblings.filter(({ isPlanned }) => isPlanned).map(({ name }) => name));
  return declaredRanges(manifest).filter(
    ({ name, range }) =>
      rangeKind(range, isRange) === 'registry' &&
      !own.has(name) &&
      !tarball.entries.has(`node_modules/${name}/package.json`),
  );
}

/** Packages and ranges that the registry does not have. */
export const dependencyExists: Rule = {
  id: 'dependency-exists',
  severity: 'error',
  summary: 'every dependency exists in the registry, in a version of its range',
  breaks: 'Everybody who installs: the package manager finds no such package or version (E404, ETARGET)',
  needs: ['registry'],
  check: async (subject) => {
    const { packument, best } = subject.registry as RegistryFacts;
    const problems = await Promise.all(
      askable(subject).map(async (declared): Promise<Problem[]> => {
        const { name, range } = registryTarget(declared);
        const severity = declared.isOptional ? 'warning' : 'error';
        const { place } = declared;
        const published = await packument(name);
        if (!published)
          return [
            {
              place,
              severity,
              reason: `${name} is not in the registry`,
              mend: `Correct the name, or publish ${name} first`,
            },
          ];
        const found = await best(name, range);
        if (!found)
          return [
            {
              place,
              severity,
              reason: `no version of ${name} is in "${range}"; the latest is ${published['dist-tags']['latest'] ?? 'not known'}`,
              mend: 'Correct the range',
            },
          ];
        return found.deprecated !== undefined && found.deprecated !== '' && declared.field !== 'peerDependencies'
          ? [
              {
                place,
                severity: 'suggestion',
                reason: `${name}@${found.version}, the best of "${range}", is deprecated`,
                breaks: 'Everybody who installs, by a warning',
                mend: `Use a newer range, or another package`,
              },
            ]
          : [];
      }),
    );
    return problems.flat();
  },
};

/** `engines.node` that promises more than a dependency keeps. */
export const enginesBelow: Rule = {
  id: 'engines-below',
  severity: 'warning',
  summary: '"engines" promises no Node that a dependency does not support',
  breaks: 'Users of that Node: yarn and engine-strict npm refuse to install, others fail at run time',
  needs: ['registry'],
  check: async (subject) => {
    const own = nodeRange(subject.manifest['engines']);
    if (own === undefined) return [];
    const { best } = subject.registry as RegistryFacts;
    const problems = await Promise.all(
      askable(subject)
        .filter(({ field: kind }) => kind === 'dependencies')
        .map(async (declared): Promise<Problem[]> => {
          const { name, range } = registryTarget(declared);
          const found = await best(name, range);
          const needed = nodeRange(found?.['engines']);
          if (!found || needed === undefined || subset(own, needed) || !isBelow(own, needed)) return [];
          return [
            {
              place: field('engines', 'node'),
              reason: `promises "${own}", and ${name}@${found.version} needs "${needed}"`,
              mend: `Raise it to "${needed}", or use an older ${name}`,
            },
          ];
        }),
    );
    return problems.flat();
  },
};

function nodeRange(engines: unknown): string | undefined {
  const node = (engines as { node?: unknown } | undefined)?.node;
  return typeof node === 'string' && validRange(node) !== null && node.trim() !== '' ? node : undefined;
}

const releaseLines = [18, 20, 22, 24, 26].map((major) => `>=${major}.0.0 <${major + 1}.0.0`);

/** The lowest Node that is promised, or a whole release line of those that are promised, is one that the dependency excludes. */
function isBelow(own: string, needed: string): boolean {
  const lowest = minVersion(own);
  if (lowest && !satisfies(lowest, needed)) return true;
  return releaseLines.some((line) => subset(line, own) && !intersects(needed, line));
}

/** Peers that a dependency asks for and that nobody brings. */
export const unmetPeer: Rule = {
  id: 'unmet-peer',
  severity: 'warning',
  summary: 'what dependencies ask for as peers is brought or passed on',
  breaks: 'Users of package managers that install no peers by themselves: the dependency does not find its peer',
  needs: ['registry'],
  check: async (subject) => {
    // A plug-in of the package itself finds it: it is there.
    const declared = new Set([subject.tarball.name, ...declaredRanges(subject.manifest).map(({ name }) => name)]);
    const { best } = subject.registry as RegistryFacts;
    const problems = await Promise.all(
      askable(subject)
        .filter(({ field: kind }) => kind === 'dependencies')
        .map(async (each): Promise<Problem[]> => {
          const { name, range } = registryTarget(each);
          const found = await best(name, range);
          if (!found) return [];
          return declaredRanges(found)
            .filter((peer) => peer.field === 'peerDependencies' && !peer.isOptional && !declared.has(peer.name))
            .map((peer) => ({
              place: each.place,
              reason: `${name}@${found.version} asks for the peer ${peer.name} "${peer.range}", which package.json does not name`,
              mend: `Add ${peer.name} to "dependencies", or pass it on in "peerDependencies"`,
            }));
        }),
    );
    return problems.flat();
  },
};

/** Packages of the same repository that users would not find. */
export const siblingUnpublished: Rule = {
  id: 'sibling-unpublished',
  severity: 'error',
  summary: 'siblings that the package needs are in the registry, or published in the same run',
  breaks: 'Everybody who installs: the sibling is not found',
  check: async (subject) => {
    const { siblings, registry } = subject;
    const byName = new Map(siblings.map((sibling) => [sibling.name, sibling]));
    const problems = await Promise.all(
      declaredRanges(subject.manifest).map(async ({ name, range, place, isOptional }): Promise<Problem[]> => {
        const sibling = byName.get(name);
        if (!sibling || validRange(range) === null) return [];
        if (sibling.isPrivate)
          return [
            { place, reason: `${name} is a private package of this repository`, mend: `Publish ${name}, or bundle it` },
          ];
        const meets = satisfies(sibling.version, range, { includePrerelease: true });
        if (!meets && !isOptional)
          return [
            {
              place,
              severity: 'warning',
              reason: `asks for ${name} "${range}", and this repository has ${sibling.version}`,
              breaks: 'Users, who get another version of the sibling than the one it was tested with',
              mend: 'Raise the range, or write workspace:^ and pack with pnpm or yarn',
            },
          ];
        if (sibling.isPlanned || !meets || 'notRun' in registry) return [];
        const found = (await registry.packument(name))?.versions ?? {};
        return Object.keys(found).some((version) => satisfies(version, range, { includePrerelease: true }))
          ? []
          : [
              {
                place,
                reason: `${name} "${range}" is not in the registry, and ${name} is not published in this run`,
                mend: `Publish ${name}@${sibling.version} first, or with it`,
              },
            ];
      }),
    );
    return problems.flat();
  },
};

/** A publish of the whole workspace that ended in the middle. */
export const halfPublished: Rule = {
  id: 'half-published',
  severity: 'suggestion',
  summary: 'the workspace is not half published',
  breaks: 'Users, who can mix packages of two releases until the rest is published',
  needs: ['registry'],
  check: async (subject) => {
    const { tarball, siblings, registry } = subject;
    const { packument } = registry as RegistryFacts;
    if ((await packument(tarball.name))?.versions[tarball.version]) return [];
    const same = siblings.filter(({ version, isPrivate }) => version === tarball.version && !isPrivate);
    const there = await Promise.all(
      same.map(async ({ name, version }) => ((await packument(name))?.versions[version] ? [name] : [])),
    );
    const names = there.flat();
    return names.length === 0
      ? []
      : [
          {
            place: field('version'),
            reason: `${names.length} of ${same.length + 1} packages with version ${tarball.version} are published, this one is not`,
            mend: 'Publish the rest; what is published is left as it is',
          },
        ];
  },
};
