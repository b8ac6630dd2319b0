import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LockRepository } from './lock-repositories.ts';

const run = promisify(execFile);

/** How each package manager is asked, from its lock file alone, for all that it would install. */
const questions: Readonly<Record<LockRepository['manager'], readonly string[]>> = {
  npm: ['npm', 'ls', '--all', '--package-lock-only', '--json'],
  pnpm: ['npx', '-y', '-p', 'pnpm@12', 'pnpm', 'list', '-r', '--depth', 'Infinity', '--lockfile-only', '--json'],
  'yarn-classic': ['npx', '-y', '-p', 'yarn@1', 'yarn', 'list', '--json', '--no-progress', '--frozen-lockfile'],
  'yarn-berry': [
    'npx',
    '-y',
    '-p',
    '@yarnpkg/cli-dist',
    'yarn',
    'info',
    '--all',
    '--recursive',
    '--json',
    '--name-only',
  ],
  bun: ['npx', '-y', '-p', 'bun', 'bun', 'pm', 'ls', '--all'],
  // Its own reader of its lock file; the commands want the gems themselves.
  bundler: [
    'ruby',
    '-e',
    'require "bundler"; puts Bundler::LockfileParser.new(File.read("Gemfile.lock")).specs.map { |spec| [spec.name, spec.version, spec.source.class].join(" ") }',
  ],
  composer: ['composer', 'show', '--locked', '--format=json', '--no-interaction'],
  poetry: ['poetry', 'show', '--all', '--no-interaction', '--no-ansi'],
};

/** `name@version` of everything that the package manager itself lists; what it says of missing packages is not its answer. */
export async function listedPackages(folder: string, manager: LockRepository['manager']): Promise<ReadonlySet<string>> {
  const [program = '', ...args] = questions[manager];
  const env = {
    ...process.env,
    COREPACK_ENABLE_STRICT: '0',
    YARN_ENABLE_TELEMETRY: '0',
    YARN_IGNORE_PATH: '1',
    COMPOSER_ALLOW_SUPERUSER: '1',
  };
  const { stdout } = await run(program, args, { cwd: folder, env, maxBuffer: 2 ** 30 }).catch((error: unknown) => {
    // npm ends with 1 when a peer is not as it should be, and answers all the same.
    if ((error as { stdout?: string }).stdout) return error as { stdout: string };
    throw error;
  });
  return readers[manager](stdout);
}

interface Listed {
  readonly name?: string;
  readonly from?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly [list: string]: unknown;
}

const readers: Readonly<Record<LockRepository['manager'], (stdout: string) => ReadonlySet<string>>> = {
  npm: (stdout) => inTrees([JSON.parse(stdout) as Listed], ({ resolved }) => resolved?.startsWith('file:') === true),
  pnpm: (stdout) => inTrees(JSON.parse(stdout) as Listed[], ({ version }) => /^(?:link|file):/.test(version ?? '')),
  'yarn-classic': (stdout) => {
    const trees = stdout
      .split('\n')
      .flatMap((line) => (line.includes('"type":"tree"') ? [JSON.parse(line) as Tree] : []));
    return new Set(trees.flatMap(({ data }) => data.trees.flatMap(namesIn)));
  },
  'yarn-berry': (stdout) =>
    new Set(
      stdout.split('\n').flatMap((line) => {
        const locator = line === '' ? '' : (JSON.parse(line) as string);
        const [, name, version] = /^(@?[^@]+)@(?:npm:|patch:\1@npm%3A)([^#:]+)/.exec(locator) ?? [];
        return name === undefined || version === undefined ? [] : [`${name}@${version}`];
      }),
    ),
  bun: (stdout) =>
    new Set(
      stdout.split('\n').flatMap((line) => {
        const [, name, version] = /^[│├└─\s]+(@?[^@\s]+)@(\d\S*)/.exec(line) ?? [];
        return name === undefined || version === undefined ? [] : [`${name}@${version}`];
      }),
    ),
  bundler: (stdout) =>
    new Set(
      stdout.split('\n').flatMap((line) => {
        const [name = '', version = '', source] = line.split(' ');
        return source === 'Bundler::Source::Rubygems' ? [`${name}@${version}`] : [];
      }),
    ),
  composer: (stdout) =>
    new Set((JSON.parse(stdout) as { locked: Listed[] }).locked.map(({ name, version }) => `${name}@${version}`)),
  poetry: (stdout) =>
    new Set(
      stdout.split('\n').flatMap((line) => {
        const [, name, version] = /^(\S+)\s+(?:\(!\)\s+)?(\d\S*)/.exec(line) ?? [];
        return name === undefined || version === undefined ? [] : [`${name}@${version}`];
      }),
    ),
};

interface Tree {
  readonly data: { readonly trees: readonly Branch[] };
}

interface Branch {
  readonly name: string;
  readonly shadow?: boolean;
  readonly children?: readonly Branch[];
}

/** Shadows stand for packages that are told elsewhere, with a range instead of a version. */
function namesIn({ name, shadow, children = [] }: Branch): readonly string[] {
  return shadow === true ? [] : [name, ...children.flatMap(namesIn)];
}

function inTrees(trees: readonly Listed[], isOwn: (listed: Listed) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = trees.map((tree) => ({ alias: '', listed: tree, isRoot: true }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { alias, listed, isRoot } = next;
    if (!isRoot && !isOwn(listed) && listed.version !== undefined)
      found.add(`${nameOf(alias, listed)}@${listed.version}`);
    for (const list of ['dependencies', 'devDependencies', 'optionalDependencies', 'unsavedDependencies'])
      for (const [name, value] of Object.entries((listed[list] ?? {}) as Record<string, Listed>))
        queue.push({ alias: name, listed: value, isRoot: false });
  }
  return found;
}

/** Under an alias npm tells the true name in the address alone, pnpm in `from`. */
function nameOf(alias: string, { from, name, resolved }: Listed): string {
  const [, inAddress] =
    /^https?:\/\/[^/]+\/(?:.*?\/)??((?:@[^/]+\/)?[^/]+)\/-\//.exec(decodeURIComponent(resolved ?? '')) ?? [];
  return from ?? inAddress ?? name ?? alias;
}
