// pnpm --filter @cdev/field-trial prepublish-trial [package …]: what cdev-prepublish finds in packages of others. CDEV_FIELD_WORK names the scratch folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
}

const work = process.env['CDEV_FIELD_WORK'];
const bin = fileURLToPath(new URL('bin/cdev-prepublish.js', import.meta.resolve('@cdev/prepublish/package.json')));
// The version is published, so that it is no news; the installation is another trial; nobody is logged in to publish others' packages.
const skipped = 'version-published,login,installation';

if (work === undefined) {
  process.stderr.write('CDEV_FIELD_WORK must name a scratch folder\n');
  process.exitCode = 2;
} else {
  const wanted = process.argv.slice(2);
  for (const [kind, names] of Object.entries(publishedPackages))
    for (const name of names)
      if (wanted.length === 0 || wanted.includes(name)) tell(kind, look(fetchTarball(work, name), work));
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

function look(tarball: string, folder: string): Report {
  const { stdout, stderr } = spawnSync(process.execPath, [bin, tarball, '--json', '--quiet', '--skip', skipped], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 500_000_000,
    env: { ...process.env, CDEV_HOME: join(folder, 'home') },
  });
  const { data } = JSON.parse(stdout) as { data?: { packages: readonly Report[] } };
  const [report] = data?.packages ?? [];
  if (!report) throw new Error(`${tarball}: ${stderr}`);
  return report;
}

function tell(kind: string, { name, version, findings }: Report): void {
  const count = (severity: string): string =>
    `${findings.filter((finding) => finding.severity === severity).length} ${severity}s`;
  process.stdout.write(`${kind}: ${name}@${version}  ${['error', 'warning', 'suggestion'].map(count).join(', ')}\n`);
  for (const { rule, severity, place, reason } of findings)
    if (severity === 'error') process.stdout.write(`  ${rule}  ${place}\n    ${reason}\n`);
}
