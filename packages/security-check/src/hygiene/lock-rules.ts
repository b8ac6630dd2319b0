import { packageLines, type LockedPackage } from '@cdev/lock-file';
import { lockFiles } from '@cdev/package-workspace';
import type { IssuePlace } from '@cdev/security-issue';
import type { HygieneFinding, HygieneRule, HygieneSubject } from './hygiene-subject.ts';

type Lock = NonNullable<HygieneSubject['lock']>;

/** What a lock file must have to be one: a hash for each package, and one registry that they come from. */
export const lockIntegrity: HygieneRule = ({ lock }) => {
  if (lock === undefined) return [];
  const packages = [...lock.graph.packages.values()].filter(
    ({ origin, isBundled }) => origin !== 'local' && !isBundled,
  );
  return [
    ...insecure(lock, packages),
    ...otherName(lock, packages),
    ...otherHost(lock, packages),
    ...withoutHash(lock, packages),
  ];
};

function insecure(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  const found = packages.filter(({ resolved }) =>
    /^(http|git):\/\/(?!127\.0\.0\.1|localhost|\[::1\])/.test(resolved ?? ''),
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

/** An address that has another package than the entry says: how a lock file is poisoned in a pull request. */
function otherName(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  const found = packages.filter(({ ecosystem, name, resolved, origin }) => {
    if (ecosystem !== 'npm' || origin !== 'registry' || resolved === undefined) return false;
    const path = /^https?:\/\/[^/]+\/(.*)\/-\/[^/]+\.tgz/.exec(resolved)?.[1];
    if (path === undefined) return false;
    const written = decodeURIComponent(path);
    return written !== name && !written.endsWith(`/${name}`);
  });
  if (found.length === 0) return [];
  return [
    finding(lock, found, {
      ruleId: 'lock-other-package',
      title: `The lock file has other packages under the names of ${counted(found).replace(/ (is|are)$/, '')}`,
      severity: 'critical',
      reasons: [
        'the address of an entry is that of a package with another name: what is installed is not what was asked for',
      ],
      mend: {
        text: 'See who changed the lock file, and write it anew from the manifests',
        commands: [`git log -p -- ${lock.path}`],
      },
    }),
  ];
}

function otherHost(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  const hosts = Map.groupBy(
    packages.filter(({ resolved, origin }) => origin === 'registry' && /^https?:\/\//.test(resolved ?? '')),
    ({ resolved, name }) => `${name.startsWith('@') ? name.split('/')[0] : ''} ${new URL(resolved as string).host}`,
  );
  const [usual] = [...Map.groupBy(packages, ({ resolved }) => hostOf(resolved))]
    .sort((a, b) => b[1].length - a[1].length)
    .find(([host]) => host !== '') ?? [''];
  // A scope that comes from a registry of its own as a whole is meant so.
  const found = [...hosts].flatMap(([key, list]) => {
    const [scope = '', host = ''] = key.split(' ');
    const isWholeScope = scope !== '' && [...hosts.keys()].filter((each) => each.startsWith(`${scope} `)).length === 1;
    return host === usual || isWholeScope ? [] : list;
  });
  if (found.length === 0) return [];
  return [
    finding(lock, found, {
      ruleId: 'lock-other-registry',
      title: `${counted(found)} fetched from another registry than the rest`,
      severity: 'medium',
      reasons: [
        `most come from ${usual}; these from ${[...new Set(found.map(({ resolved }) => hostOf(resolved)))].join(', ')}`,
      ],
      mend: { text: 'If that is not meant, write the lock file anew with the registry of the project' },
    }),
  ];
}

function hostOf(resolved: string | undefined): string {
  return resolved !== undefined && URL.canParse(resolved) ? new URL(resolved).host : '';
}

function withoutHash(lock: Lock, packages: readonly LockedPackage[]): HygieneFinding[] {
  if (lock.graph.ecosystem !== 'npm' || lock.graph.format === 'yarn-berry') return [];
  const found = packages.filter(
    ({ origin, integrity, version }) => origin === 'registry' && integrity === undefined && version !== '',
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
