// pnpm --filter @cdev/field-trial prepublish-trial [--installation] [package …]: what cdev-prepublish finds in packages of others.
// CDEV_FIELD_WORK names the scratch folder; each report is kept there, and the table of all that are there ends the output.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { publishedPackages } from './published-packages.ts';

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly place: string;
  readonly reason: string;
}

interface Report {
  readonly name: string;
  readonly version: string;
  readonly findings: readonly Finding[];
  readonly passed: readonly string[];
  readonly notRun: readonly { readonly rule: string; readonly reason: string }[];
  /** Milliseconds. */
  readonly duration: number;
}

const bin = fileURLToPath(new URL('bin/cdev-prepublish.js', import.meta.resolve('@cdev/prepublish/package.json')));
// The version is published, so that it is no news; nobody is logged in to publish others' packages.
const choices = {
  tarball: ['--skip', 'version-published,login,installation'],
  installation: ['--only', 'installation'],
};

const { values, positionals } = parseArgs({
  options: { installation: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { CDEV_FIELD_WORK: work } = process.env;
if (work === undefined) {
  process.stderr.write('CDEV_FIELD_WORK must name a scratch folder\n');
  process.exitCode = 2;
} else {
  tryAll(work, values.installation ? 'installation' : 'tarball', positionals);
}

function tryAll(folder: string, part: keyof typeof choices, wanted: readonly string[]): void {
  const reports = join(folder, 'reports', part);
  mkdirSync(reports, { recursive: true });
  const fileOf = (name: string): string => join(reports, `${name.replace('/', '+')}.json`);
  const all = Object.values(publishedPackages).flat();
  for (const name of all.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    const report = look(fetchTarball(folder, name), folder, choices[part]);
    writeFileSync(fileOf(name), JSON.stringify(report, undefined, 2));
    tell(report);
  }
  const known = all.map(fileOf).filter((file) => existsSync(file));
  const lines = known.map((file) => countsOf(JSON.parse(readFileSync(file, 'utf8')) as Report));
  process.stdout.write(`\n${lines.length} of ${all.length} packages: ${lines.join(' · ')}\n`);
}

/** Packed once; a second trial takes what is there. */
function fetchTarball(folder: string, name: string): string {
  const own = join(folder, 'tarballs', name.replace('/', '+'));
  mkdirSync(own, { recursive: true });
  const there = (): string | undefined => readdirSync(own).find((file) => file.endsWith('.tgz'));
  if (there() === undefined)
    execFileSync('npm', ['pack', name, '--silent'], { cwd: own, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(own, there() ?? '');
}

function look(tarball: string, folder: string, choice: readonly string[]): Report {
  const { stdout, stderr } = spawnSync(process.execPath, [bin, tarball, '--json', '--quiet', ...choice], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 500_000_000,
    env: { ...process.env, CDEV_HOME: join(folder, 'home') },
  });
  // A command that says nothing was ended from outside, such as for its memory.
  const { data } = JSON.parse(stdout === '' ? '{}' : stdout) as { data?: { packages: readonly Report[] } };
  const [report] = data?.packages ?? [];
  if (!report) throw new Error(`${tarball}: ${stderr}${stdout}`);
  if (stderr !== '') process.stdout.write(`  on stderr: ${stderr}\n`);
  return report;
}

function countsOf({ name, version, findings }: Report): string {
  const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
  return `${name}@${version} ${['error', 'warning', 'suggestion'].map(count).join('/')}`;
}

function tell(report: Report): void {
  process.stdout.write(`${countsOf(report)}  ${(report.duration / 1000).toFixed(1)} s\n`);
  for (const { rule, severity, place, reason } of report.findings)
    if (severity === 'error') process.stdout.write(`  ${rule}  ${place}\n    ${reason}\n`);
  for (const { rule, reason } of report.notRun)
    if (!/only the tarball is known|--links/.test(reason)) process.stdout.write(`  not run: ${rule}, ${reason}\n`);
}
