/**
 * `CDEV_FIELD_WORK=<scratch> pnpm --filter @cdev/field-trial static-analysis [name …]`: packages of the registry with a known vulnerability in their own code,
 * the version before and the one after its mend, each looked at by the built `cdev-security-check --only code`. Every finding goes to stdout, to be
 * judged in `static-analysis.md`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mendedPackages } from './mended-packages.ts';

interface Issue {
  readonly level: string;
  readonly ruleId: string;
  readonly places: readonly { readonly path: string; readonly line?: number }[];
}

const { CDEV_FIELD_WORK: work = '' } = process.env;
if (work === '') throw new Error('Set CDEV_FIELD_WORK');
const bin = fileURLToPath(new URL('../../../packages/security-check/bin/cdev-security-check.js', import.meta.url));
const chosen = process.argv.slice(2).filter((word) => word !== '--');
for (const { name, before, after, advisory, kind } of mendedPackages) {
  if (chosen.length > 0 && !chosen.some((each) => name.includes(each))) continue;
  const [old, mended] = [findingsOf(name, before), findingsOf(name, after)];
  const gone = Math.max(0, count(old) - count(mended));
  console.log(
    `\n${name} ${before} -> ${after}  ${advisory} ${kind}: ${count(old)} findings above a note, ${gone} fewer after`,
  );
  for (const [version, issues] of [
    [before, old],
    [after, mended],
  ] as const)
    for (const { level, ruleId, places } of issues)
      console.log(`  ${version} ${level} ${ruleId} ${places[0]?.path}:${places[0]?.line ?? ''}`);
}

function count(issues: readonly Issue[]): number {
  return issues.filter(({ level }) => level !== 'note').length;
}

function findingsOf(name: string, version: string): readonly Issue[] {
  const folder = unpacked(name, version);
  const args = ['--only', 'code', '--cwd', folder, '--json', '--fail-on', 'never', '--offline'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${version}: ${stderr}`);
  return (JSON.parse(stdout) as { data: { issues: readonly Issue[] } }).data.issues;
}

function unpacked(name: string, version: string): string {
  const folder = join(work, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const part = `${folder}.part`;
  mkdirSync(part, { recursive: true });
  const options = { cwd: part, encoding: 'utf8' } as const;
  const file =
    execFileSync('npm', ['pack', '--silent', `${name}@${version}`], options)
      .trim()
      .split('\n')
      .at(-1) ?? '';
  execFileSync('tar', ['xzf', file, '--strip-components=1'], { cwd: part, stdio: ['ignore', 'ignore', 'ignore'] });
  renameSync(part, folder);
  return folder;
}
