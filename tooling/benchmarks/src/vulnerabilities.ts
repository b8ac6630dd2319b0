import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseLockFile } from '@cdev/lock-file';
import type { Benchmark } from './frame/benchmark.ts';
import { measure, median } from './frame/measure.ts';

const count = 3000;
const limit = 0.5;
const records = [20_000, 200_000] as const;
const memoryLimit = 250;
const ours = 'cdev-security-check --only vulnerabilities';
const theirs = 'npm audit --package-lock-only';

/** A lock file of 3,000 packages looked up at a registry on loopback, 30 of them vulnerable. */
export const benchmark: Benchmark = {
  summary: 'vulnerabilities of a lock file with 3,000 packages, against npm audit, both by a registry on loopback',
  bar: `at most ${limit * 100} % of npm audit's CPU; an index of ${records.at(-1)} records within ${memoryLimit} MB`,
  run: async ({ root, args, note }) => {
    const bin = join(root, 'packages/security-check/bin/cdev-security-check.js');
    if (!existsSync(join(root, 'packages/security-check/dist/start.js')))
      throw new Error('build packages/security-check first');
    const folder = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
    const program = fileURLToPath(new URL('programs/serve-advisories.ts', import.meta.url));
    const server = spawn(process.execPath, ['--no-warnings', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = (await once(server.stdout, 'data')) as [Buffer];
      const text = lockText();
      writeFileSync(join(folder, 'package-lock.json'), text);
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest()));
      const env = {
        CDEV_HOME: join(folder, 'home'),
        npm_config_registry: `http://127.0.0.1:${port.toString('utf8').trim()}/`,
        npm_config_cache: join(folder, 'cache'),
      };
      const rounds = Number(args[0] ?? 5);
      note(`${rounds} rounds of two cases`);
      const common = { cwd: folder, env, mustSucceed: true };
      const measures = measure(
        [
          { name: theirs, file: 'npm', args: ['audit', '--package-lock-only', '--audit-level', 'none'], ...common },
          {
            name: ours,
            file: process.execPath,
            args: [bin, '--only', 'vulnerabilities', '--fail-on', 'never'],
            ...common,
          },
        ],
        rounds,
      );
      const [audit, own] = measures;
      if (!audit || !own) throw new Error('a case is missing');
      note('indexes of OSV, one round');
      const offline = records.flatMap((number) => measureIndex(bin, folder, number));
      return {
        head: ['what', 'wall ms', 'CPU ms', 'wall ratio', 'CPU ratio', 'peak MB'],
        rows: [
          ...measures.map(({ name, wall, cpu }) => [
            name,
            wall.toFixed(0),
            cpu.toFixed(0),
            (wall / audit.wall).toFixed(2),
            (cpu / audit.cpu).toFixed(2),
            '',
          ]),
          ...offline.map(({ name, wall, cpu, peak }) => [name, wall.toFixed(0), cpu.toFixed(0), '', '', String(peak)]),
        ],
        isMet: own.cpu / audit.cpu <= limit && offline.every(({ peak }) => peak <= memoryLimit),
        notes: [
          `${count} packages, ${rounds} rounds. Reading the lock file alone, in a process that has done it before: ${(await readingTime(text)).toFixed(0)} ms. Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
        ],
      };
    } finally {
      server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface IndexMeasure {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
  /** MB. */
  readonly peak: number;
}

/** An archive of that many records becomes an index, and the lock file is looked up in it without network; each once. */
function measureIndex(bin: string, folder: string, number: number): readonly IndexMeasure[] {
  const archive = join(folder, 'all.zip');
  // In another process: this one's memory would count as theirs.
  const program = fileURLToPath(new URL('programs/write-osv-archive.ts', import.meta.url));
  const { status } = spawnSync(
    process.execPath,
    ['--no-warnings', '--conditions=@cdev/source', program, archive, String(number)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`the archive was not written: ${status}`);
  const home = join(folder, `home-${number}`);
  const of = number.toLocaleString('en');
  return [
    runOnce(`index of ${of} records`, { bin, folder, home, args: ['advisories', 'update', '--from', archive] }),
    runOnce(`${ours} --offline, ${of} records`, {
      bin,
      folder,
      home,
      args: ['--only', 'vulnerabilities', '--offline', '--fail-on', 'never'],
    }),
  ];
}

/** The runtime itself tells at its end what it used. */
function runOnce(
  name: string,
  run: { readonly bin: string; readonly folder: string; readonly home: string; readonly args: readonly string[] },
): IndexMeasure {
  const { bin, folder, home, args } = run;
  const file = join(folder, 'used');
  const tell = `process.on('exit', () => process.getBuiltinModule('fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.resourceUsage())))`;
  const started = performance.now();
  // By a shell, since the system counts what the one that starts a program had as the program's own.
  const { status } = spawnSync(
    'bash',
    [
      '-c',
      '"$@"; exit $?',
      'bash',
      process.execPath,
      '--import',
      `data:text/javascript,${encodeURIComponent(tell)}`,
      bin,
      ...args,
    ],
    { cwd: folder, env: { ...process.env, CDEV_HOME: home }, stdio: 'ignore' },
  );
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  const wall = performance.now() - started;
  const used = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
  return {
    name,
    wall,
    cpu: (used.userCPUTime + used.systemCPUTime) / 1000,
    peak: Math.round(used.maxRSS / 1000),
  };
}

/** Each package needs two others, so that there are ways to find. */
function lockText(): string {
  const packages = Array.from({ length: count }, (_, at): readonly [string, object] => [
    `node_modules/package-${at}`,
    {
      version: `1.${at % 10}.0`,
      resolved: `https://packages.example/package-${at}/-/package-${at}-1.${at % 10}.0.tgz`,
      integrity: `sha512-${Buffer.from(`${at}`.padStart(64, '0')).toString('base64')}`,
      dependencies: Object.fromEntries(
        [2 * at + 1, 2 * at + 2].flatMap((to) => (to < count ? [[`package-${to}`, '^1.0.0']] : [])),
      ),
    },
  ]);
  return JSON.stringify(
    {
      ...manifest(),
      lockfileVersion: 3,
      requires: true,
      packages: { '': manifest(), ...Object.fromEntries(packages) },
    },
    undefined,
    2,
  );
}

function manifest(): object {
  return { name: 'shop', version: '1.0.0', dependencies: { 'package-0': '^1.0.0' } };
}

async function readingTime(text: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now();
    await parseLockFile({ file: 'package-lock.json', text, manifests: new Map(), texts: new Map() });
    times.push(performance.now() - started);
  }
  return median(times);
}
