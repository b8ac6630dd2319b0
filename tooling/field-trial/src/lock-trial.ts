/**
 * `CDEV_FIELD_MIRRORS=<folder> pnpm --filter @cdev/field-trial locks [name …]`: lock files of public repositories, read by `@cdev/lock-file` and compared with
 * what their own package managers list. Nothing is installed, nothing of them is kept. The table goes to stdout.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readLockFile, type LockGraph } from '@cdev/lock-file';
import { listedPackages } from './listed-packages.ts';
import { lockRepositories, type LockRepository } from './lock-repositories.ts';

/** What a manager wants beside a lock file before it reads that: what it says does not matter. */
const manifests: Readonly<
  Partial<Record<LockRepository['manager'], { readonly file: string; readonly text: string }>>
> = {
  bundler: { file: 'Gemfile', text: '' },
  poetry: {
    file: 'pyproject.toml',
    text: '[tool.poetry]\nname = "a"\nversion = "1.0.0"\ndescription = ""\nauthors = []\n[tool.poetry.dependencies]\npython = "^3.10"\n',
  },
};

const { CDEV_FIELD_MIRRORS: mirrors = '' } = process.env;
if (mirrors === '') throw new Error('Set CDEV_FIELD_MIRRORS');
const chosen = process.argv.slice(2).filter((word) => word !== '--');
const rows = [
  '| lock file | manager | packages | it lists | only here | only there | read in ms |',
  '| --- | --- | --: | --: | --: | --: | --: |',
];
for (const repository of lockRepositories) {
  if (chosen.length > 0 && !chosen.some((name) => repository.mirror.includes(name))) continue;
  process.stderr.write(`${repository.mirror}\n`);
  rows.push(await compare(repository));
}
process.stdout.write(`${rows.join('\n')}\n`);

async function compare({ mirror, lockFile, manager }: LockRepository): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-locks-'));
  try {
    await unpack(join(mirrors, mirror, 'repo'), folder);
    const beside = manifests[manager];
    if (beside) await writeFile(join(folder, beside.file), beside.text);
    const started = performance.now();
    const graph = await readLockFile(join(folder, lockFile));
    const milliseconds = performance.now() - started;
    const own = new Set(
      [...graph.packages.values()]
        .filter(({ origin }) => origin === 'registry')
        .map(({ name, version }) => `${name}@${version}`),
    );
    // What is in no registry is told by each manager in another form.
    const foreign = new Set(
      [...graph.packages.values()].filter(({ origin }) => origin !== 'registry').map(({ name }) => name),
    );
    const members = new Set([...graph.importers.values()].map(({ name }) => name));
    const trueNames = aliasesOf(graph);
    const theirs = new Set(
      [...(await listedPackages(folder, manager))].flatMap((each) => {
        const at = each.lastIndexOf('@');
        const name = trueNames.get(each) ?? each.slice(0, at);
        return foreign.has(name) || (members.has(name) && !own.has(`${name}${each.slice(at)}`))
          ? []
          : [`${name}${each.slice(at)}`];
      }),
    );
    const here = [...own].filter((each) => !theirs.has(each));
    const there = [...theirs].filter((each) => !own.has(each));
    process.stderr.write(
      `  only here: ${here.slice(0, 12).join(' ')}\n  only there: ${there.slice(0, 12).join(' ')}\n`,
    );
    return `| ${mirror.replace('+', '/')} \`${lockFile}\` | ${manager} | ${own.size} | ${theirs.size} | ${here.length} | ${there.length} | ${Math.round(milliseconds)} |`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `alias@version` -> true name: not every manager tells it. */
function aliasesOf({ packages, importers }: LockGraph): ReadonlyMap<string, string> {
  const edges = [...importers.values(), ...packages.values()].flatMap((node) => node.edges);
  return new Map(
    edges.flatMap(({ name, to }): readonly [string, string][] => {
      const target = packages.get(to);
      return target && target.name !== name ? [[`${name}@${target.version}`, target.name]] : [];
    }),
  );
}

/** Lock file, manifests and what configures the package manager; the rest is not needed. */
async function unpack(gitFolder: string, folder: string): Promise<void> {
  const ask = (...args: readonly string[]): Buffer =>
    execFileSync('git', ['-C', gitFolder, ...args], { maxBuffer: 2 ** 28 });
  const wanted =
    /(?:^|\/)package\.json$|^(?:pnpm-workspace\.yaml|pnpm-lock\.yaml|yarn\.lock|package-lock\.json|bun\.lock|Gemfile\.lock|composer\.(?:json|lock)|poetry\.lock)$|^\.?patches\/|^\.yarn\/patches\//;
  for (const path of ask('ls-tree', '-r', '--name-only', '-z', 'HEAD').toString('utf8').split('\0')) {
    if (!wanted.test(path)) continue;
    const file = join(folder, path);
    let bytes: Buffer;
    try {
      bytes = ask('show', `HEAD:${path}`);
    } catch {
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, path === 'package.json' ? withoutManager(bytes.toString('utf8')) : bytes);
  }
}

/** Each lock file is listed by the manager that is there, not by the release that the repository pins. */
function withoutManager(text: string): string {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  delete manifest['packageManager'];
  delete manifest['devEngines'];
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
