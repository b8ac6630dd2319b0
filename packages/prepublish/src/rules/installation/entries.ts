import { field, someOf } from '../../rule/places.ts';
import type { ImportTrial } from '@cdev/installed-package';
import type { PackageTarball } from '@cdev/package-tarball';
import type { PackageManifest } from '@cdev/package-workspace';
import { notRun, type Problem, type Rule, type Severity } from '../../rule/rule.ts';
import { toldOnce } from '../../rule/told-once.ts';
import type { InstalledFacts } from '../../subject/installed-facts.ts';
import { notInstalled } from './bins.ts';

/** Each export entry, imported and required in real Node as a user would. */
export const entryLoads: Rule = {
  id: 'entry-loads',
  severity: 'error',
  summary: 'every export entry can be imported and required where it is installed',
  breaks: 'Everybody who loads this entry point with Node',
  needs: ['installation'],
  check: async ({ installation, manifest }) => {
    const trials = await (installation as InstalledFacts).imports();
    if (!trials) return notInstalled;
    const failed = trials.filter(({ outcome }) => outcome === 'failed');
    const isForNode = typeof (manifest['engines'] as { node?: unknown } | undefined)?.node === 'string';
    const problems = [
      ...Map.groupBy(failed, ({ entry, code, reason }) => [entry, code, reason].join('\0')).values(),
    ].flatMap((group): Problem[] => {
      const [first] = group;
      if (!first) return [];
      const { entry, specifier, code, reason } = first;
      const how = [...new Set(group.map((trial) => trial.how))].join(' and ');
      const peer = optionalPeer(manifest, reason);
      const severity = peer === undefined ? severityOf(first, isForNode) : 'suggestion';
      return [
        {
          place: manifest['exports'] === undefined ? field('main') : field('exports', entry),
          severity,
          reason: `${how} of ${specifier} fails: ${reason.split('\n')[0] ?? code ?? ''}`,
          ...(peer !== undefined && { breaks: `Users of this entry point who did not install ${peer}` }),
          mend: mendOf(severity, peer),
        },
      ];
    });
    return toldOnce(problems);
  },
};

function mendOf(severity: Severity, peer: string | undefined): string {
  if (peer !== undefined) return `Say in the README that it needs ${peer}, which is an optional peer`;
  return severity === 'error'
    ? 'Mend what the message names, pack again'
    : 'If it is meant for Node, mend what the message names';
}

/** The package that is missing, when the manifest leaves it to users whether they have it. */
function optionalPeer(manifest: PackageManifest, reason: string): string | undefined {
  const [, name] = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^/'.][^/']*)/.exec(reason) ?? [];
  const meta = Object(manifest['peerDependenciesMeta']) as Readonly<Record<string, { optional?: unknown } | undefined>>;
  return name !== undefined && meta[name]?.optional === true ? name : undefined;
}

/** A browser's globals, or a program that ends by itself when it is imported, are no defect of a package that does not promise Node. */
function severityOf({ code, reason, isByPattern }: ImportTrial, isForNode: boolean): Severity {
  if (
    /\b(?:window|document|navigator|self|HTMLElement|location|customElements|localStorage) is not defined/.test(reason)
  )
    return 'suggestion';
  // A pattern leads to every file of a folder, meant for users or not.
  if (code === undefined || isByPattern) return 'warning';
  return isForNode || /MODULE_NOT_FOUND|PACKAGE_PATH|UNSUPPORTED_DIR_IMPORT|INVALID_PACKAGE/.test(code)
    ? 'error'
    : 'warning';
}

/** A consumer's file compiled against the installed declarations. */
export const typesCompile: Rule = {
  id: 'types-compile',
  severity: 'warning',
  summary: 'a consumer that uses every entry compiles, under node and bundler resolution',
  breaks: 'TypeScript users who check declarations (skipLibCheck off), or who use what is named',
  needs: ['installation'],
  check: async ({ installation, tarball }) => {
    const trials = await (installation as InstalledFacts).types();
    if (!trials) return notInstalled;
    const [first] = trials;
    if (!first) return [];
    if (trials.every(({ outcome }) => outcome === 'not run'))
      return hasDeclarations(tarball) ? notRun(first.reason) : [];
    const problems = trials.flatMap(({ outcome, problems: found, consumer }) =>
      outcome === 'failed' ? found.map((problem) => ({ problem, consumer })) : [],
    );
    const byText = Map.groupBy(problems, ({ problem: { file, line, entry, message } }) =>
      [file, line, entry, message].join('\0'),
    );
    const told = [...byText.values()].map((group): Problem => {
      const { file, line, entry, code, message } = (group[0] as (typeof problems)[number]).problem;
      const under = someOf([...new Set(group.map(({ consumer }) => consumer))]);
      return {
        place: file === undefined ? field('exports', entry ?? '.') : `${file}:${line ?? 1}`,
        reason: `${message} (${code}, ${under})`,
        mend: 'Mend the declaration, or declare the package that it needs',
      };
    });
    return told.length <= 5
      ? told
      : [...told.slice(0, 4), { ...(told[4] as Problem), reason: `${told[4]?.reason}, and ${told.length - 5} more` }];
  },
};

/** What the package manager says while it installs. */
export const installs: Rule = {
  id: 'installs',
  severity: 'error',
  summary: 'the tarball can be installed',
  breaks: 'Everybody who installs',
  needs: ['installation'],
  check: async ({ installation }) => {
    const failure = await (installation as InstalledFacts).failure();
    return failure === undefined
      ? []
      : [{ place: 'npm install', reason: failure, mend: 'Mend what the package manager names, and pack again' }];
  },
};

function hasDeclarations({ entries }: PackageTarball): boolean {
  return [...entries.keys()].some((path) => /\.d\.[cm]?ts$/.test(path));
}
