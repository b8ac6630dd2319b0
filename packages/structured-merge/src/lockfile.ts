export type LockfileKind = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A command to run in the folder of the lock file, after its manifests are merged. */
export interface RegenerateCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Set for it. */
  readonly env?: Readonly<Record<string, string>>;
  /** What more it takes to work from what is on the machine alone. */
  readonly offline?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };
}

const offlineByOption = { args: ['--offline'] } as const;

const kinds: ReadonlyMap<string, LockfileKind> = new Map([
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['shrinkwrap.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]);

/** The package manager that writes this lock file; `undefined` when the path is none. */
export function lockfileKind(path: string): LockfileKind | undefined {
  return kinds.get(path.slice(path.lastIndexOf('/') + 1));
}

const commands: Readonly<Record<LockfileKind, RegenerateCommand>> = {
  npm: {
    command: 'npm',
    args: ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
    offline: offlineByOption,
  },
  // Under CI pnpm freezes the lock file unless told otherwise.
  pnpm: {
    command: 'pnpm',
    args: ['install', '--lockfile-only', '--ignore-scripts', '--no-frozen-lockfile'],
    offline: offlineByOption,
  },
  // Nothing is linked, so no script of a package runs; under CI it would freeze the lock file.
  yarn: {
    command: 'yarn',
    args: ['install', '--mode=update-lockfile'],
    env: { YARN_ENABLE_SCRIPTS: '0', YARN_ENABLE_IMMUTABLE_INSTALLS: '0' },
    offline: { env: { YARN_ENABLE_NETWORK: '0' } },
  },
  bun: { command: 'bun', args: ['install', '--lockfile-only', '--ignore-scripts'], offline: offlineByOption },
};

/** Yarn 1 has no way to write the lock file alone. */
const yarnClassic: RegenerateCommand = {
  command: 'yarn',
  args: ['install', '--ignore-scripts', '--non-interactive'],
  offline: offlineByOption,
};

/**
 * What writes the lock file anew without running any package's scripts. `text` is any version of the lock file: yarn's
 * two generations take different options and only the content tells them apart.
 */
export function regenerateCommand(kind: LockfileKind, text = ''): RegenerateCommand {
  return kind === 'yarn' && text.includes('# yarn lockfile v1') ? yarnClassic : commands[kind];
}
