import { basename, sep } from 'node:path';
import { errors } from './errors.ts';
import { keepYoungSpaceSmall } from './keep-young-space-small.ts';
import type { Ecosystem, LockGraph } from './graph/lock-graph.ts';
import type { LockSource } from './lock-source.ts';
import { requirementsForm } from './python/requirements-form.ts';

export interface LockReader {
  readonly ecosystem: Ecosystem;
  /** Manifests that have to be read too, as patterns from the lock file's folder; npm's manifests come from the workspace. */
  readonly texts: readonly string[];
  parse(source: LockSource): Promise<LockGraph>;
}

const readers: Readonly<Record<string, LockReader>> = {
  'package-lock.json': npmReader(async (source) => (await import('./npm/parse-npm-lock.ts')).parseNpmLock(source)),
  'npm-shrinkwrap.json': npmReader(async (source) => (await import('./npm/parse-npm-lock.ts')).parseNpmLock(source)),
  'pnpm-lock.yaml': npmReader(async (source) => (await import('./pnpm/parse-pnpm-lock.ts')).parsePnpmLock(source)),
  'yarn.lock': {
    ...npmReader(async (source) =>
      /^__metadata:/m.test(source.text)
        ? (await import('./yarn/parse-yarn-berry.ts')).parseYarnBerry(source)
        : (await import('./yarn/parse-yarn-classic.ts')).parseYarnClassic(source),
    ),
    texts: ['.yarnrc.yml'],
  },
  'bun.lock': npmReader(async (source) => (await import('./bun/parse-bun-lock.ts')).parseBunLock(source)),
  'Cargo.lock': {
    ecosystem: 'crates.io',
    texts: ['Cargo.toml', '**/Cargo.toml'],
    parse: async (source) => (await import('./toml/parse-cargo-lock.ts')).parseCargoLock(source),
  },
  'poetry.lock': {
    ecosystem: 'PyPI',
    texts: ['pyproject.toml'],
    parse: async (source) => (await import('./toml/parse-poetry-lock.ts')).parsePoetryLock(source),
  },
  'uv.lock': {
    ecosystem: 'PyPI',
    texts: [],
    parse: async (source) => (await import('./toml/parse-uv-lock.ts')).parseUvLock(source),
  },
  'pdm.lock': {
    ecosystem: 'PyPI',
    texts: ['pyproject.toml'],
    parse: async (source) => (await import('./toml/parse-pdm-lock.ts')).parsePdmLock(source),
  },
  'Pipfile.lock': {
    ecosystem: 'PyPI',
    texts: [],
    parse: async (source) => (await import('./python/parse-pipfile-lock.ts')).parsePipfileLock(source),
  },
  'go.sum': {
    ecosystem: 'Go',
    texts: ['go.mod'],
    parse: async (source) => (await import('./go/parse-go-sum.ts')).parseGoSum(source),
  },
  'Gemfile.lock': bundlerReader('Gemfile'),
  'gems.locked': bundlerReader('gems.rb'),
  'composer.lock': {
    ecosystem: 'Packagist',
    texts: ['composer.json'],
    parse: async (source) => (await import('./composer/parse-composer-lock.ts')).parseComposerLock(source),
  },
  'packages.config': {
    ecosystem: 'NuGet',
    texts: [],
    parse: async (source) => (await import('./nuget/parse-packages-config.ts')).parsePackagesConfig(source),
  },
  'mix.lock': {
    ecosystem: 'Hex',
    texts: ['mix.exs', 'apps/*/mix.exs'],
    parse: async (source) => (await import('./mix/parse-mix-lock.ts')).parseMixLock(source),
  },
  'pubspec.lock': {
    ecosystem: 'Pub',
    texts: [],
    parse: async (source) => (await import('./pub/parse-pubspec-lock.ts')).parsePubspecLock(source),
  },
  'Package.resolved': {
    ecosystem: 'SwiftURL',
    texts: [],
    parse: async (source) => (await import('./swift/parse-package-resolved.ts')).parsePackageResolved(source),
  },
  'bun.lockb': npmReader(({ file }) => Promise.reject(errors.make('CDEV_E_LOCK_FILE_BINARY', { file }))),
};

/** Those that have many names. */
const forms: readonly (readonly [form: RegExp, reader: LockReader])[] = [
  [
    requirementsForm,
    {
      ecosystem: 'PyPI',
      texts: [],
      parse: async (source) => (await import('./python/parse-requirements.ts')).parseRequirements(source),
    },
  ],
  [
    /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/,
    {
      ecosystem: 'PyPI',
      texts: [],
      parse: async (source) => (await import('./toml/parse-pylock.ts')).parsePylock(source),
    },
  ],
  [
    // A project can have one of its own name.
    /(?:^|\/)packages(?:\.[^/]+)?\.lock\.json$/,
    {
      ecosystem: 'NuGet',
      texts: [],
      parse: async (source) => (await import('./nuget/parse-packages-lock.ts')).parsePackagesLock(source),
    },
  ],
  [
    /(?:^|\/)(?:(?:buildscript-|settings-)?gradle\.lockfile|gradle\/dependency-locks\/[^/]+\.lockfile)$/,
    {
      ecosystem: 'Maven',
      texts: [],
      parse: async (source) => (await import('./gradle/parse-gradle-lockfile.ts')).parseGradleLockfile(source),
    },
  ],
];

/** The names of the files that can be read, or told to be unreadable; some have others too. */
const lockFileNames: readonly string[] = [
  ...Object.keys(readers),
  'requirements.txt',
  'pylock.toml',
  'packages.lock.json',
  'gradle.lockfile',
];

/** Whether a file can be read, or told to be unreadable. */
export function isLockFile(path: string): boolean {
  return lockReader(path) !== undefined;
}

/** The names of the manifests and lists of workspaces that lock files are read with. */
export const manifestNames: ReadonlySet<string> = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  ...Object.values(readers).flatMap(({ texts }) => texts.map((text) => basename(text))),
]);

/** The names of the manifests in a lock file's own folder that it is read with: a change of theirs can change what it means. */
export function manifestsBeside(file: string): readonly string[] {
  const reader = lockReader(file);
  if (!reader) return [];
  const own = reader.texts.filter((text) => !text.includes('*'));
  return reader.ecosystem === 'npm' ? ['package.json', ...own] : own;
}

/** Undefined for a file that is no lock file. */
export function lockReader(file: string): LockReader | undefined {
  const name = basename(file);
  if (Object.hasOwn(readers, name)) return readers[name];
  const path = file.split(sep).join('/');
  return forms.find(([form]) => form.test(path))?.[1];
}

/**
 * The graph of a lock file that is at hand as text; its name says which form it has.
 * @throws CDEV_E_LOCK_FILE_MALFORMED, CDEV_E_LOCK_FILE_VERSION_UNKNOWN, CDEV_E_LOCK_FILE_BINARY, CDEV_E_LOCK_FILE_NOT_ONE
 */
export async function parseLockFile(source: LockSource): Promise<LockGraph> {
  const reader = lockReader(source.file);
  if (!reader) throw errors.make('CDEV_E_LOCK_FILE_NOT_ONE', { file: source.file, known: lockFileNames.join(', ') });
  keepYoungSpaceSmall(source.text);
  const graph = await reader.parse({ ...source, text: source.text.replace(/^\uFEFF/, '') });
  if (reader.ecosystem !== 'npm') return graph;
  const { missingBeside } = await import('./npm/asked-beside.ts');
  const beside = missingBeside(graph, source.manifests);
  return beside.length === 0 ? graph : { ...graph, missing: [...graph.missing, ...beside] };
}

function bundlerReader(manifest: string): LockReader {
  return {
    ecosystem: 'RubyGems',
    texts: [manifest],
    parse: async (source) => (await import('./ruby/parse-gemfile-lock.ts')).parseGemfileLock(source, manifest),
  };
}

function npmReader(parse: LockReader['parse']): LockReader {
  return { ecosystem: 'npm', texts: [], parse };
}
