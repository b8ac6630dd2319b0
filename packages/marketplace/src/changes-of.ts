import lowerThan from 'semver/functions/lt.js';
import type { AddedPackage, AddedScript } from '@cdev/added-script';
import { sameRepository } from '@cdev/package-provenance';
import { permissionWords } from './human/permission-words.ts';
import type { Inspected } from './inspect.ts';
import type { Risk } from './inspection/inspection.ts';
import { ownerChange } from './inspection/ownership.ts';
import type { Provenance } from './inspection/provenance-of.ts';

/** One thing that is another way in the new version. */
export interface UpdateChange {
  readonly what:
    | 'version'
    | 'permission'
    | 'package'
    | 'maintainer'
    | 'publisher'
    | 'trust'
    | 'provenance'
    | 'install-script'
    | 'deprecation';
  readonly text: string;
  /** It may do or bring more than before, or in another's hands. */
  readonly isMore: boolean;
}

/** What changes between what was added and what would take its place. */
export function changesOf(before: AddedScript, { inspection, needs, candidate }: Inspected): readonly UpdateChange[] {
  const { ownership, trust, provenance, deprecated } = inspection;
  return [
    // A registry may call an older version the newest again, after a bad one.
    change('version', `${before.version} → ${inspection.version}`, lowerThan(inspection.version, before.version)),
    ...permissionChanges(before.permissions, candidate.permissions),
    ...packageChanges(before.packages.slice(1), needs.packages.slice(1)),
    ...missing(ownership.maintainers, before.maintainers).map((name) => change('maintainer', `+ ${name}`, true)),
    ...missing(before.maintainers, ownership.maintainers).map((name) => change('maintainer', `- ${name}`, false)),
    ...(before.publisher === ownership.publisher
      ? []
      : [change('publisher', `${before.publisher ?? 'unknown'} → ${ownership.publisher ?? 'unknown'}`, false)]),
    ...(before.tier === trust.tier ? [] : [change('trust', `${before.tier} → ${trust.tier}`, false)]),
    ...provenanceChanges(before.builtIn, provenance),
    ...needs.installScripts.map((text) => change('install-script', `${text}, which is not run`, false)),
    ...(deprecated === undefined ? [] : [change('deprecation', deprecated, true)]),
  ];
}

/** What is a risk of taking the new version where the old one was: other hands, more permissions, a build that is proven no more or another's, and known vulnerabilities. Its name was looked at when it was added. */
export function updateRisks(before: AddedScript, { inspection, candidate }: Inspected): readonly Risk[] {
  const owner = ownerChange(before, inspection.ownership);
  const more = permissionChanges(before.permissions, candidate.permissions).filter(({ isMore }) => isMore);
  const words = more.map(({ text }) => text.replace(/^\+ /, '')).join(', ');
  return [
    ...(owner === undefined ? [] : [{ name: 'owner-changed' as const, text: owner }]),
    ...(more.length === 0 ? [] : [{ name: 'more-permissions' as const, text: `it may do more: ${words}` }]),
    ...lostProvenance(before.builtIn, inspection.provenance),
    ...inspection.risks.filter(({ name }) => name !== 'similar-name'),
  ];
}

/** Of a script that says nothing it is told that it may do anything, and not what that is less or more than. */
function permissionChanges(
  before: AddedScript['permissions'],
  now: AddedScript['permissions'],
): readonly UpdateChange[] {
  const [old, next] = [permissionWords(before), permissionWords(now)];
  return [
    ...missing(next, old).map((word) => change('permission', `+ ${word}`, before !== undefined)),
    ...(now === undefined ? [] : missing(old, next).map((word) => change('permission', `- ${word}`, false))),
  ];
}

function packageChanges(before: readonly AddedPackage[], now: readonly AddedPackage[]): readonly UpdateChange[] {
  const [old, next] = [versionsOf(before), versionsOf(now)];
  return [...new Set([...old.keys(), ...next.keys()])].toSorted().flatMap((name) => {
    const [was, is] = [old.get(name), next.get(name)];
    if (was === is) return [];
    if (was === undefined) return [change('package', `+ ${name} ${is}`, true)];
    return [change('package', is === undefined ? `- ${name} ${was}` : `${name} ${was} → ${is}`, false)];
  });
}

function versionsOf(packages: readonly AddedPackage[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(packages, ({ name }) => name);
  return new Map(
    [...groups].map(([name, each]) => [name, [...new Set(each.map(({ version }) => version))].toSorted().join(', ')]),
  );
}

function change(what: UpdateChange['what'], text: string, isMore: boolean): UpdateChange {
  return { what, text, isMore };
}

function provenanceChanges(builtIn: string | undefined, now: Provenance): readonly UpdateChange[] {
  const build = now.status === 'verified' ? now.build.repository : undefined;
  if (builtIn === build) return [];
  const word = (repository: string | undefined): string =>
    repository === undefined ? 'not proven' : `built in ${repository}`;
  const isLost = lostProvenance(builtIn, now).length > 0;
  return [
    change(
      'provenance',
      `${word(builtIn)} → ${build ? word(build) : now.status === 'none' ? 'not proven' : 'not to be had now'}`,
      isLost,
    ),
  ];
}

/** Who can publish a version is not yet who can build it where the others were built. */
function lostProvenance(builtIn: string | undefined, now: Provenance): readonly Risk[] {
  if (builtIn === undefined || now.status === 'unavailable') return [];
  if (now.status === 'none')
    return [{ name: 'provenance', text: `it was built in ${builtIn} before, and nothing proves where this one was` }];
  return sameRepository(builtIn, now.build.repository)
    ? []
    : [{ name: 'provenance', text: `it was built in ${builtIn} before, and is now in ${now.build.repository}` }];
}

function missing(from: readonly string[], of: readonly string[]): readonly string[] {
  return from.filter((each) => !of.includes(each));
}
