import { packageLines, type LockedPackage } from '@cdev/lock-file';
import { lockFiles } from '@cdev/package-workspace';
import { shellWord, type IssuePlace } from '@cdev/security-issue';
import type { HygieneFinding, HygieneRule, Lock } from './hygiene-subject.ts';

/** What a lock file must have to be one: a hash for each package, and one registry that they come from. */
export const lockIntegrity: HygieneRule = ({ locks, texts }) => {
  const settings = [...texts.values()].join('\n');
  return locks.flatMap((lock) => {
    const packages = [...lock.graph.packages.values()].filter(
      ({ origin, isBundled }) => origin !== 'local' && !isBundled,
    );
    if (lock.graph.ecosystem !== 'npm') return insecure(lock, packages);
    return [
      ...insecure(lock, packages),
      ...otherPackage(lock, packages),
      ...otherHost(lock, packages, settings),
      ...withoutHash(lock, packages),
    ];
  });
};

function insecure(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  const found = packages.filter(({ resolved }) =>
    /^(?:\w+\+)?(http|git):\/\/(?!127\.0\.0\.1|localhost|\[::1\])/.test(resolved ?? ''),
  );
  if (found.length === 0) return [];
  return [
    finding(lock, found, {
      ruleId: 'lock-insecure-address',
      title: `${counted(found)} fetched over a connection that anybody on the way can change`,
      severity: 'high',
      reasons: ['what arrives may be another package, where no hash says otherwise'],
      mend: { text: 'Let the registry be https, and write the lock file anew' },
    }),
  ];
}

/** An address that has another package or version than the entry says: how a lock file is poisoned in a pull request. */
function otherPackage(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  const found = packages.filter(
    ({ name, version, resolved, origin }) =>
      origin === 'registry' && resolved !== undefined && isOther(resolved, name, version),
  );
  if (found.length === 0) return [];
  return [
    finding(lock, found, {
      ruleId: 'lock-other-package',
      title: `The lock file has other packages or versions under the names of ${counted(found).replace(/ (is|are)$/, '')}`,
      severity: 'critical',
      reasons: [
        'the address of an entry is that of a package with another name or version: what is installed is not what was asked for, nor what advisories were looked up for',
      ],
      mend: {
        text: 'See who changed the lock file, and write it anew from the manifests',
        commands: [`git log -p -- ${shellWord(lock.path)}`],
      },
    }),
  ];
}

/** Of the address of a tarball: `…/<name>/-/<last part of the name>-<version>.tgz`. */
function isOther(resolved: string, name: string, version: string): boolean {
  const [, path, file = ''] = /^https?:\/\/[^/]+\/(.*)\/-\/(?:@[^/]+\/)?([^/]+)\.tgz/.exec(decoded(resolved)) ?? [];
  if (path === undefined) return false;
  if (path !== name && !path.endsWith(`/${name}`)) return true;
  const start = `${name.slice(name.indexOf('/') + 1)}-`;
  const written = file.startsWith(start) ? file.slice(start.length) : '';
  // A registry leaves the build away.
  return /^\d+\.\d+\.\d/.test(written) && written.split('+')[0] !== version.split('+')[0];
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function otherHost(lock: Lock, packages: readonly LockedPackage[], settings: string): HygieneFinding[] {
  const hosts = Map.groupBy(
    packages.filter(({ resolved, origin }) => origin === 'registry' && /^https?:\/\//.test(resolved ?? '')),
    ({ resolved, name }) => `${name.startsWith('@') ? name.split('/')[0] : ''} ${hostOf(resolved)}`,
  );
  const [usual] = [...Map.groupBy(packages, ({ resolved }) => hostOf(resolved))]
    .sort((a, b) => b[1].length - a[1].length)
    .find(([host]) => host !== '') ?? [''];
  // A scope that comes from a registry of its own as a whole is meant so, where somebody has written that down.
  const found = [...hosts].flatMap(([key, list]) => {
    const [scope = '', host = ''] = key.split(' ');
    const isWholeScope = scope !== '' && [...hosts.keys()].filter((each) => each.startsWith(`${scope} `)).length === 1;
    return host === usual || (isWholeScope && settings.includes(host))
      ? []
      : list.map((each) => ({ each, isWholeScope }));
  });
  const report = (some: readonly LockedPackage[], confidence: 'high' | 'low'): HygieneFinding[] =>
    some.length === 0
      ? []
      : [
          {
            ...finding(lock, some, {
              ruleId: 'lock-other-registry',
              title: `${counted(some)} fetched from another registry than the rest`,
              severity: 'medium',
              reasons: [
                `most come from ${usual}; these from ${[...new Set(some.map(({ resolved }) => hostOf(resolved) || 'an address that is none'))].join(', ')}`,
              ],
              mend: { text: 'If that is not meant, write the lock file anew with the registry of the project' },
            }),
            confidence,
          },
        ];
  return [
    ...report(
      found.flatMap(({ each, isWholeScope }) => (isWholeScope ? [] : [each])),
      'high',
    ),
    ...report(
      found.flatMap(({ each, isWholeScope }) => (isWholeScope ? [each] : [])),
      'low',
    ),
  ];
}

/** Hosts of one registry are one: yarn's name for npm's, and the numbered ones of a feed. */
function hostOf(resolved: string | undefined): string {
  const host = resolved !== undefined && URL.canParse(resolved) ? new URL(resolved).host : '';
  return host === 'registry.yarnpkg.com'
    ? 'registry.npmjs.org'
    : host.replace(/^([a-z]+(?:-[a-z]+)*-)\d+(?=\.)/, '$1N');
}

function withoutHash(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  if (lock.graph.format === 'yarn-berry') return [];
  const found = packages.filter(
    ({ origin, integrity, version }) => origin === 'registry' && !isHash(integrity) && version !== '',
  );
  if (found.length === 0) return [];
  const isAll = found.length === packages.length;
  return [
    finding(lock, found, {
      ruleId: 'lock-without-hash',
      title: isAll ? 'The lock file has no hashes' : `${counted(found)} in the lock file without a hash`,
      severity: 'medium',
      reasons: ['what a registry or proxy answers is installed, whatever it is'],
      mend: { text: 'Write the entries anew: remove them from the lock file and install' },
    }),
  ];
}

/** What a package manager can compare with; it reads over anything else. */
function isHash(integrity: string | undefined): boolean {
  return integrity !== undefined && /(?:^|\s)sha(?:1|256|384|512)-[A-Za-z0-9+/]+={0,2}(?:[?\s]|$)/.test(integrity);
}

const shown = 5;

function finding(
  { path, text }: Lock,
  packages: readonly LockedPackage[],
  about: Pick<HygieneFinding, 'ruleId' | 'title' | 'severity' | 'reasons' | 'mend'>,
): HygieneFinding {
  const lineOf = packageLines(text);
  const places = packages.slice(0, shown).map((each): IssuePlace => {
    const line = lineOf(each);
    return {
      path,
      ...(line !== undefined && { line }),
      note: `${each.name}@${each.version}${each.resolved === undefined ? '' : ` ${each.resolved}`}`,
    };
  });
  return {
    ...about,
    confidence: 'high',
    places: places as unknown as HygieneFinding['places'],
    context: packages
      .map(({ name, resolved = '' }) => `${name} ${resolved}`)
      .join(' ')
      .slice(0, 2000),
  };
}

function counted(packages: readonly LockedPackage[]): string {
  const [first] = packages as [LockedPackage];
  return packages.length === 1 ? `${first.name} is` : `${packages.length} packages are`;
}

/** Whether there is a lock file, and only one. */
export const lockPresence: HygieneRule = ({ workspace, tracked, texts }) => {
  if (workspace === undefined || tracked === undefined) return [];
  const present = Object.keys(lockFiles).filter((name) => tracked.includes(name));
  const depends = workspace.members.some(({ manifest }) =>
    ['dependencies', 'devDependencies'].some(
      (list) => Object.keys((manifest[list] as object | undefined) ?? {}).length > 0,
    ),
  );
  if (present.length === 0 && depends) {
    const isMeant = /^\s*(package-lock|lockfile)\s*=\s*false/m.test(texts.get('.npmrc') ?? '');
    return [
      {
        ruleId: 'lock-missing',
        title: 'What is installed is decided anew each time: there is no lock file in git',
        severity: isMeant ? 'low' : 'medium',
        confidence: workspace.members.some(({ isPublishable }) => isPublishable) ? 'low' : 'medium',
        reasons: [
          'CI and every developer run whatever was published last, also a minute ago by whoever took a package over',
        ],
        places: [{ path: 'package.json' }],
        mend: { text: 'Commit the lock file, and install with it in CI: npm ci' },
        context: 'lock',
      },
    ];
  }
  const managers = new Set(
    present.map((name) => name.replace(/npm-shrinkwrap.json|package-lock.json/, 'npm').replace(/bun\.lockb?/, 'bun')),
  );
  if (managers.size < 2) return [];
  return [
    {
      ruleId: 'lock-twice',
      title: `Lock files of more than one package manager: ${present.join(', ')}`,
      severity: 'low',
      confidence: 'high',
      reasons: ['one of them is old, and nobody sees what it has'],
      places: [{ path: present[0] as string }, ...present.slice(1).map((path) => ({ path }))],
      mend: {
        text: 'Keep the one of the package manager that is used',
        commands: present.slice(1).map((name) => `git rm ${name}`),
      },
      context: present.join(' '),
    },
  ];
};
