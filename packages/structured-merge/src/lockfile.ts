export type LockfileKind = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A command to run in the folder of the lock file, after its manifests are merged. */
export interface RegenerateCommand {
  readonly command: string;
  readonly args: readonly string[];
}

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
  npm: { command: 'npm', args: ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'] },
  // Under CI pnpm freezes the lock file unless told otherwise.
  pnpm: { command: 'pnpm', args: ['install', '--lockfile-only', '--ignore-scripts', '--no-frozen-lockfile'] },
  // Nothing is linked, so no script of a package runs.
  yarn: { command: 'yarn', args: ['install', '--mode=update-lockfile'] },
  bun: { command: 'bun', args: ['install', '--lockfile-only', '--ignore-scripts'] },
};

/** Yarn 1 has no way to write the lock file alone. */
const yarnClassic: RegenerateCommand = { command: 'yarn', args: ['install', '--ignore-scripts', '--non-interactive'] };

/**
 * What writes the lock file anew without running any package's scripts. `text` is any version of the lock file: yarn's
 * two generations take different options and only the content tells them apart.
 */
export function regenerateCommand(kind: LockfileKind, text = ''): RegenerateCommand {
  return kind === 'yarn' && text.includes('# yarn lockfile v1') ? yarnClassic : commands[kind];
}
