// pnpm --filter @cdev/field-trial postpublish-trial [package …]: what cdev-postpublish says of packages that are published. CDEV_FIELD_WORK names the scratch folder.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What each is in the trial for. */
const subjects: Readonly<Record<string, string>> = {
  express: 'CommonJS',
  execa: 'ESM',
  zod: 'both formats, with types',
  prettier: 'bins',
  '@babel/core': 'scoped',
  esbuild: 'native, by optional dependencies',
  'better-sqlite3': 'native, built by an install script',
  '@types/node': 'types only',
  typescript: 'huge',
  three: 'huge, for browsers',
  minimist: 'old',
  request: 'deprecated',
  'http-server': 'a bin that keeps running',
  preact: 'many entries, for browsers and servers',
  'rxjs@7.8.1': 'a version that no dist-tag leads to',
};

interface Check {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
}

interface Report {
  readonly name: string;
  readonly version: string;
  readonly checks: readonly Check[];
}

const work = process.env['CDEV_FIELD_WORK'];
const bin = fileURLToPath(new URL('bin/cdev-postpublish.js', import.meta.resolve('@cdev/postpublish/package.json')));

if (work === undefined) {
  process.stderr.write('CDEV_FIELD_WORK must name a scratch folder\n');
  process.exitCode = 2;
} else {
  // An empty folder that is no project: nothing of this repository is found by what is tried there.
  const folder = join(work, 'postpublish');
  mkdirSync(folder, { recursive: true });
  const given = process.argv.slice(2);
  for (const spec of given.length > 0 ? given : Object.keys(subjects)) tell(spec, look(spec, folder));
}

function look(spec: string, cwd: string): Report {
  const { stdout, stderr } = spawnSync(process.execPath, [bin, '--published', spec, '--json', '--quiet'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { ...process.env, CDEV_HOME: join(cwd, 'home') },
  });
  const { data } = JSON.parse(stdout) as { data?: { readonly packages: readonly Report[] } };
  const [report] = data?.packages ?? [];
  if (!report) throw new Error(`${spec}: ${stdout}${stderr}`);
  return report;
}

function tell(spec: string, { name, version, checks }: Report): void {
  const held = checks.filter(({ status }) => status === 'passed').map(({ check }) => check);
  process.stdout.write(`${name}@${version} (${subjects[spec] ?? 'asked for'})  passed: ${held.join(', ')}\n`);
  for (const { check, status, detail } of checks)
    if (status !== 'passed') process.stdout.write(`  ${status}  ${check}  ${detail.replaceAll('\n', '\n      ')}\n`);
}
