import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { scanText, type PlacedFinding, type RuleFile } from '@cdev/secret-scan';
import type { PackageTarball } from '@cdev/package-tarball';
import { checked, counted, notRun, type SurfaceScan } from './surface-check.ts';

/** The packages as they would be published now: what is built is in them, no script of theirs is run. */
export async function checkTarballs(rules: RuleFile | undefined, context: Context): Promise<SurfaceScan> {
  const { cwd, env, log, signal, progress } = context;
  const { readPackageWorkspace } = await import('@cdev/package-workspace');
  let workspace;
  try {
    workspace = await readPackageWorkspace(cwd);
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return notRun('tarball', error.message);
  }
  const members = workspace.members.filter(({ isPublishable }) => isPublishable);
  if (members.length === 0) return notRun('tarball', 'there is no package that can be published');
  const { packPackage } = await import('@cdev/package-tarball');
  const destination = await mkdtemp(join(tmpdir(), 'cdev-security-check-'));
  const task = progress.begin('packages');
  const findings: PlacedFinding[] = [];
  const gaps: string[] = [];
  try {
    for (const [at, member] of members.entries()) {
      signal.throwIfAborted();
      task.update(`${member.name}, ${at + 1} of ${members.length}`);
      try {
        const tarball = await packPackage({ member, workspace, destination, runScripts: false, env, log, signal });
        findings.push(...findingsIn(tarball, rules));
      } catch (error) {
        if (!isCdevError(error) || error.kind === 'interrupted') throw error;
        gaps.push(`${member.name} cannot be packed: ${error.message}`);
      }
    }
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
  task.done();
  if (gaps.length === members.length) return { ...notRun('tarball', 'no package can be packed'), gaps };
  return checked('tarball', counted(members.length - gaps.length, 'package'), findings, gaps);
}

/** What users would get. */
export function findingsIn(
  { name, entries }: Pick<PackageTarball, 'name' | 'entries'>,
  rules?: RuleFile,
): PlacedFinding[] {
  return [...entries.values()]
    .filter(({ type }) => type === 'file')
    .flatMap(({ path, data }) =>
      scanText({ path, bytes: data }, { rules }).map((finding): PlacedFinding => ({
        ...finding,
        surface: 'tarball',
        package: name,
      })),
    );
}
