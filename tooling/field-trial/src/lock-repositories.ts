export interface LockRepository {
  /** `owner+name`, the folder of its mirror. */
  readonly mirror: string;
  readonly lockFile: string;
  readonly manager: 'npm' | 'pnpm' | 'yarn-classic' | 'yarn-berry' | 'bun' | 'bundler' | 'composer' | 'poetry';
}

export const lockRepositories: readonly LockRepository[] = [
  { mirror: 'yargs+yargs', lockFile: 'package-lock.json', manager: 'npm' },
  { mirror: 'isomorphic-git+isomorphic-git', lockFile: 'package-lock.json', manager: 'npm' },
  { mirror: 'isaacs+minipass', lockFile: 'package-lock.json', manager: 'npm' },
  { mirror: 'actions+languageservices', lockFile: 'package-lock.json', manager: 'npm' },
  { mirror: 'unjs+ufo', lockFile: 'pnpm-lock.yaml', manager: 'pnpm' },
  { mirror: 'changesets+changesets', lockFile: 'pnpm-lock.yaml', manager: 'pnpm' },
  { mirror: 'typeorm+typeorm', lockFile: 'pnpm-lock.yaml', manager: 'pnpm' },
  { mirror: 'secretlint+secretlint', lockFile: 'pnpm-lock.yaml', manager: 'pnpm' },
  { mirror: 'vitejs+vite', lockFile: 'pnpm-lock.yaml', manager: 'pnpm' },
  { mirror: 'webpack+webpack', lockFile: 'yarn.lock', manager: 'yarn-classic' },
  { mirror: 'prettier+prettier', lockFile: 'yarn.lock', manager: 'yarn-berry' },
  { mirror: 'jayminwest+overstory', lockFile: 'bun.lock', manager: 'bun' },
  { mirror: 'superset-sh+superset', lockFile: 'bun.lock', manager: 'bun' },
  { mirror: 'huginn+huginn', lockFile: 'Gemfile.lock', manager: 'bundler' },
  { mirror: 'composer+composer', lockFile: 'composer.lock', manager: 'composer' },
  { mirror: 'python-poetry+poetry', lockFile: 'poetry.lock', manager: 'poetry' },
];
