import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './frame/benchmark.ts';
import { measure, type Case } from './frame/measure.ts';
import { releaseProject } from './frame/release-project.ts';

const limit = 1.2;
const subject = 'axios@1.4.0';
const alone = 'publint and attw alone';
const publintName = "publint's own command line alone";
const whole = 'cdev-prepublish --offline';
const npName = 'np patch --dry-run --no-publish, in a project';
const projectName = 'cdev-prepublish --offline --dry-run, in that project';

/** All rules that need no network, against the two libraries among them by themselves, on one packed package of middle size. */
export const benchmark: Benchmark = {
  summary: 'prepublish offline on a tarball of 430 kB, against publint and attw alone',
  bar: 'at most publint and attw alone, one after the other, plus 20 % of wall time',
  run: async ({ root, args, note }) => {
    const bin = join(root, 'packages/prepublish/bin/cdev-prepublish.js');
    if (!existsSync(join(root, 'packages/prepublish/dist/start.js')))
      throw new Error('build packages/prepublish first');
    const folder = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
    try {
      const tarball = fetchTarball(folder);
      const own = createRequire(bin);
      const judge = fileURLToPath(new URL('programs/judge-tarball.ts', import.meta.url));
      const libraries = [own.resolve('publint'), own.resolve('@arethetypeswrong/core')];
      const publintCli = join(dirname(own.resolve('publint')), 'cli.js');
      const env = { CDEV_HOME: join(folder, 'home') };
      const found = JSON.parse(
        spawnSync(process.execPath, [bin, tarball, '--offline', '--json'], {
          cwd: folder,
          env: { ...process.env, ...env },
          encoding: 'utf8',
        }).stdout,
      ) as { data: { packages: readonly { passed: readonly string[]; notRun: readonly unknown[] }[] } };
      const rounds = Number(args[0] ?? 5);
      note(`${rounds} rounds on ${subject}`);
      const measures = measure(
        [
          {
            name: alone,
            file: process.execPath,
            args: ['--no-warnings', judge, ...libraries, tarball],
            cwd: folder,
            mustSucceed: true,
          },
          { name: publintName, file: process.execPath, args: [publintCli, tarball], cwd: folder, mustSucceed: true },
          {
            name: whole,
            file: process.execPath,
            args: [bin, tarball, '--offline'],
            cwd: folder,
            env,
            mustSucceed: true,
          },
          ...besideNp({ folder, bin, env }),
        ],
        rounds,
      );
      const base = measures.find(({ name }) => name === alone);
      const ours = measures.find(({ name }) => name === whole);
      const [report] = found.data.packages;
      if (!base || !ours || !report) throw new Error('a case is missing');
      return {
        head: ['what', 'wall ms', 'CPU ms', 'wall ratio', 'CPU ratio'],
        rows: measures.map(({ name, wall, cpu }) => [
          name,
          wall.toFixed(0),
          cpu.toFixed(0),
          (wall / base.wall).toFixed(2),
          (cpu / base.cpu).toFixed(2),
        ]),
        isMet: ours.wall / base.wall <= limit,
        notes: [
          process.env['CDEV_BENCH_NP'] === undefined
            ? 'np was not measured: CDEV_BENCH_NP did not name its program.'
            : "np's dry run without publish does what it can without a login: it looks at the working tree and the remote's history, and lists the packed files; it runs no check of the package. Our run in the same project packs it, installs the tarball, loads its entry and runs every rule that needs no registry. Their ratios are to the first row, too.",
          `${subject}, ${rounds} rounds; ${report.passed.length} rules passed and ${report.notRun.length} were not run (no network, no source folder). The type checks run in a thread of their own, beside the other rules.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Without a terminal np asks nothing when the version is given; what it does then ends where a login is needed. */
function besideNp({ folder, bin, env }: { folder: string; bin: string; env: Case['env'] }): Case[] {
  const np = process.env['CDEV_BENCH_NP'];
  if (np === undefined) return [];
  const cwd = releaseProject(folder);
  const options = ['--dry-run', '--no-publish', '--any-branch', '--no-tests', '--no-cleanup', '--no-release-draft'];
  const common = { file: process.execPath, cwd, mustSucceed: true, ...(env && { env }) };
  return [
    { ...common, name: npName, args: [np, 'patch', ...options] },
    { ...common, name: projectName, args: [bin, '--offline', '--dry-run'] },
  ];
}

function fetchTarball(folder: string): string {
  execFileSync('npm', ['pack', subject, '--silent'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm packed no ${subject}`);
  return join(folder, name);
}
