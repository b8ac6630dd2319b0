import { validRange } from 'semver';
import type { Problem, Rule } from '../../rule/rule.ts';
import { declaredRanges, rangeKind, type DeclaredRange, type RangeKind } from './declared-ranges.ts';

const isRange = (text: string): boolean => validRange(text) !== null;

type Describe = (declared: DeclaredRange, kind: RangeKind) => Omit<Problem, 'place'> | undefined;

function each(manifest: Parameters<typeof declaredRanges>[0], describe: Describe): Problem[] {
  return declaredRanges(manifest).flatMap((declared) => {
    const problem = describe(declared, rangeKind(declared.range, isRange));
    return problem ? [{ place: declared.place, ...problem }] : [];
  });
}

/** Ranges that only mean something inside this repository. */
export const localRange: Rule = {
  id: 'local-range',
  severity: 'error',
  summary: 'no range is left that only this repository understands (workspace:, catalog:, file:, link:)',
  breaks: 'Everybody who installs: their package manager does not know the protocol, or the path',
  check: ({ manifest }) =>
    each(manifest, ({ name, range }, kind) => {
      if (kind === 'workspace')
        return {
          reason: `${name} is "${range}" in the packed manifest`,
          mend: 'Pack and publish with pnpm or yarn, which write the real range in its place, or write it by hand',
        };
      return kind === 'local'
        ? { reason: `${name} is "${range}", a path`, mend: `Publish ${name} and give a range of its versions` }
        : undefined;
    }),
};

/** Dependencies that npm 12 refuses unless its user allows them. */
export const uninstallableRange: Rule = {
  id: 'uninstallable-range',
  severity: 'error',
  summary: 'no dependency comes from git or an address',
  breaks: 'Everybody who installs with npm 12 or newer, which refuses it by default (EALLOWGIT, EALLOWREMOTE)',
  check: ({ manifest }) =>
    each(manifest, ({ name, range, field }, kind) => {
      if (field === 'peerDependencies' || (kind !== 'git' && kind !== 'url')) return undefined;
      return {
        reason: `${name} comes from ${kind === 'git' ? 'git' : 'an address'}: "${range}"`,
        mend: `Use a version of ${name} from the registry, or publish one`,
      };
    }),
};

/** Ranges that are none, or that float with a tag. */
export const rangeForm: Rule = {
  id: 'range-form',
  severity: 'error',
  summary: 'every range is one that package managers understand',
  breaks: 'Everybody who installs: the range is refused',
  check: ({ manifest }) =>
    each(manifest, ({ name, range }, kind) => {
      if (kind === 'invalid')
        return { reason: `${name} is "${range}", which is no range`, mend: 'Write a range such as ^1.2.3' };
      return kind === 'tag'
        ? {
            severity: 'suggestion',
            reason: `${name} follows the tag "${range}"`,
            breaks:
              'Users, some day: another version comes without a change of yours, and mirrors may not have the tag',
            mend: 'Write a range such as ^1.2.3',
          }
        : undefined;
    }),
};

/** `bundleDependencies` that are not in the tarball. */
export const bundledMissing: Rule = {
  id: 'bundled-missing',
  severity: 'error',
  summary: 'every bundled dependency is in the tarball',
  breaks: 'Everybody who installs: package managers take bundled dependencies as installed and fetch none',
  check: ({ manifest, tarball }) => {
    const declared = manifest['bundleDependencies'] ?? manifest['bundledDependencies'];
    const names = declared === true ? Object.keys(manifest['dependencies'] ?? {}) : declared;
    if (!Array.isArray(names)) return [];
    const packed = [...tarball.entries.keys()];
    return names
      .filter((name): name is string => typeof name === 'string')
      .filter((name) => !packed.some((path) => path.startsWith(`node_modules/${name}/`)))
      .map((name) => ({
        place: 'package.json#bundleDependencies',
        reason: `${name} is to be bundled and is not in the tarball`,
        mend: 'Install before packing, or take it out of "bundleDependencies"',
      }));
  },
};

/** Scripts that npm 12 does not run for users, or that cannot run. */
export const installScript: Rule = {
  id: 'install-script',
  severity: 'warning',
  summary: 'nothing has to run at installation',
  breaks:
    'Users of npm 12 and pnpm, which do not run scripts of dependencies by default: what the script makes is missing',
  check: ({ manifest, tarball }) => {
    const scripts = (manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>;
    const found = ['preinstall', 'install', 'postinstall'].flatMap((name): Problem[] => {
      const command = scripts[name];
      if (typeof command !== 'string' || command.trim() === '') return [];
      const place = `package.json#scripts.${name}`;
      const [, file] = /^node\s+(?:\.\/)?([\w][\w./-]*)/.exec(command.trim()) ?? [];
      const isThere =
        file === undefined || [file, `${file}.js`, `${file}/index.js`].some((path) => tarball.entries.has(path));
      return isThere
        ? [
            {
              place,
              reason: `runs "${command}" at every installation`,
              mend: 'Ship what it makes, or make it when it is first needed',
            },
          ]
        : [
            {
              place,
              severity: 'error',
              reason: `runs ${file}, which is not packed`,
              breaks: 'Everybody whose package manager runs install scripts: the installation fails',
              mend: `Let "files" include ${file}, or remove the script`,
            },
          ];
    });
    const isGyp =
      tarball.entries.has('binding.gyp') &&
      scripts['install'] === undefined &&
      scripts['preinstall'] === undefined &&
      manifest['gypfile'] !== false;
    return isGyp
      ? [
          ...found,
          {
            place: 'binding.gyp',
            reason: 'makes package managers run node-gyp at every installation',
            mend: 'Ship binaries for each platform as optional dependencies, or set "gypfile": false',
          },
        ]
      : found;
  },
};
