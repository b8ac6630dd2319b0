import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { git } from './frame/large-repository.ts';
import { measure, type Case } from './frame/measure.ts';

const program = fileURLToPath(new URL('programs/prepare-dependencies.ts', import.meta.url));
const rounds = 3;

/** What projects of this kind have, none of it with a build script. */
const dependencies = {
  '@babel/core': '7.28.4',
  '@babel/preset-env': '7.28.3',
  'date-fns': '4.1.0',
  eslint: '9.36.0',
  lodash: '4.17.21',
  mocha: '11.7.2',
  prettier: '3.6.2',
  react: '19.1.1',
  'react-dom': '19.1.1',
  rxjs: '7.8.2',
  typescript: '5.9.2',
  webpack: '5.101.3',
};

interface Manager {
  readonly tool: 'pnpm' | 'npm';
  readonly lock: readonly string[];
  readonly install: readonly string[];
}

const managers: readonly Manager[] = [
  {
    tool: 'pnpm',
    lock: ['install', '--lockfile-only'],
    install: ['install', '--frozen-lockfile', '--prefer-offline'],
  },
  {
    tool: 'npm',
    lock: ['install', '--package-lock-only', '--no-audit', '--no-fund'],
    install: ['ci', '--prefer-offline', '--no-audit', '--no-fund'],
  },
];

/** Installed dependencies for each of many worktrees: as this house brings them there, and by the package manager in each of them. */
export const benchmark: Benchmark = {
  summary:
    'dependencies for each of many worktrees, against installing in each: pnpm bench worktree-dependencies [worktrees, default 5]',
  bar: 'recorded: time, and what the disk holds more',
  run: async ({ args, note }) => {
    const count = Number(args[0] ?? 5);
    if (!Number.isInteger(count) || count < 1) throw new Error(`${args[0]} is no number of worktrees`);
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cdev-bench-'));
    const env = { npm_config_cache: join(folder, 'cache'), npm_config_store_dir: join(folder, 'store'), CI: '1' };
    try {
      const beds = managers.map((manager) => {
        note(`A repository with dependencies by ${manager.tool}`);
        return makeBed(folder, manager, { count, env });
      });
      const disk = new Map<string, number[]>();
      note(
        `${beds[0]?.files} files of dependencies by pnpm, ${beds[1]?.files} by npm; ${rounds} rounds of ${count} worktrees`,
      );
      const start = {
        name: 'start of the program',
        file: process.execPath,
        args: [program, beds[0]?.repository ?? '', folder, '0'],
      };
      const measures = measure([start, ...beds.flatMap((bed) => casesOf(bed, { count, env, disk }))], rounds);
      const wallOf = (name: string): number => measures.find((one) => one.name === name)?.wall ?? Number.NaN;
      return {
        head: ['method', 'wall s', 'CPU s', 'wall ratio', 'MB more on the disk', 'MB a worktree'],
        rows: measures.map(({ name, wall, cpu }) => {
          const base = beds.find(({ manager }) => name.includes(manager.tool));
          const more = disk.get(name)?.at(-1);
          return [
            name,
            (wall / 1000).toFixed(2),
            (cpu / 1000).toFixed(2),
            base === undefined ? '' : (wall / wallOf(plainName(base.manager))).toFixed(2),
            more === undefined ? '' : more.toFixed(0),
            more === undefined ? '' : (more / count).toFixed(1),
          ];
        }),
        notes: [
          `${count} worktrees, which are there already; ${rounds} rounds in turn, medians. ${beds.map(({ manager: { tool }, files, megabytes }) => `${tool}: ${files} files, ${megabytes.toFixed(0)} MB in the main working tree`).join('; ')}. ` +
            'Nothing is fetched: store and cache of the package managers are filled, in folders of their own. Ratio: to the same package manager in each worktree, one after the other. Disk: `du` of store, cache, main working tree and worktrees together, ' +
            `each hard link counted once, after less before; blocks that copies share (XFS, btrfs) it counts as if they did not. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Bed {
  readonly manager: Manager;
  readonly folder: string;
  readonly repository: string;
  readonly worktrees: string;
  /** Of the dependencies in the main working tree. */
  readonly files: number;
  readonly megabytes: number;
}

interface Running {
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
}

function makeBed(folder: string, manager: Manager, { env }: Running): Bed {
  const repository = join(folder, manager.tool);
  const worktrees = join(folder, `${manager.tool}.worktrees`);
  mkdirSync(repository);
  writeFileSync(join(repository, 'package.json'), JSON.stringify({ name: 'bench', private: true, dependencies }));
  writeFileSync(join(repository, '.gitignore'), 'node_modules\n');
  const inside = { cwd: repository, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
  execFileSync(manager.tool, manager.lock, inside);
  if (manager.tool === 'npm') refuseBuildScripts(join(repository, 'package-lock.json'));
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  for (const words of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message', 'Begin'],
  ])
    git(repository, ...words);
  execFileSync(manager.tool, manager.install, inside);
  const modules = join(repository, 'node_modules');
  const files = execFileSync('find', [modules, '-type', 'f'], { encoding: 'utf8', maxBuffer: 100_000_000 });
  return { manager, folder, repository, worktrees, files: files.split('\n').length - 1, megabytes: diskUse(modules) };
}

/** Those would be measured too, or not run: both are no copy of what is there. */
function refuseBuildScripts(lockFile: string): void {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Readonly<Record<string, { hasInstallScript?: boolean; optional?: boolean }>>;
  };
  const built = Object.entries(packages).filter(([, one]) => one.hasInstallScript === true && one.optional !== true);
  if (built.length > 0) throw new Error(`These have build scripts: ${built.map(([path]) => path).join(', ')}`);
}

const plainName = ({ tool, install }: Manager): string => `\`${tool} ${install[0]}\` in each`;

function casesOf(bed: Bed, { count, env, disk }: Running & { readonly disk: Map<string, number[]> }): Case[] {
  const { manager, folder, repository, worktrees } = bed;
  const { tool, install } = manager;
  let before = 0;
  const one = (name: string, file: string, args: readonly string[]): Case => ({
    name,
    file,
    args,
    env,
    mustSucceed: true,
    before: () => {
      for (let at = 1; at <= count; at += 1)
        git(repository, 'worktree', 'add', '--quiet', '--detach', join(worktrees, String(at)), 'HEAD');
      before = diskUse(folder);
    },
    after: () => {
      disk.set(name, [...(disk.get(name) ?? []), diskUse(folder) - before]);
      rmSync(worktrees, { recursive: true, force: true });
      git(repository, 'worktree', 'prune', '--expire=now');
    },
  });
  const inEach = `for n in $(seq ${count}); do (cd "${worktrees}/$n" && ${tool} ${install.join(' ')}) || exit 1; done`;
  const ours = (choice: string): string[] => [program, repository, worktrees, String(count), choice];
  return [
    one(plainName(manager), 'bash', ['-c', inEach]),
    one(`@cdev/workspace, auto, ${tool}`, process.execPath, ours('auto')),
    // That is what it is with npm; with pnpm it is another manner than `auto`.
    ...(tool === 'pnpm' ? [one('@cdev/workspace, install, pnpm', process.execPath, ours('install'))] : []),
  ];
}

/** Megabytes; each hard link counted once. */
function diskUse(folder: string): number {
  return Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]) / 1024;
}
