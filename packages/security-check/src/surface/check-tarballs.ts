import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { scanText, unknownForm, type PlacedFinding, type RuleFile } from '@cdev/secret-scan';
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
  let packed = 0;
  try {
    for (const [at, member] of members.entries()) {
      signal.throwIfAborted();
      task.update(`${member.name}, ${at + 1} of ${members.length}`);
      try {
        const tarball = await packPackage({ member, workspace, destination, runScripts: false, env, log, signal });
        packed += 1;
        findings.push(...findingsIn(tarball, rules, (gap) => gaps.push(gap)));
      } catch (error) {
        if (!isCdevError(error) || error.kind === 'interrupted') throw error;
        gaps.push(`${member.name} cannot be packed: ${error.message}`);
      }
    }
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
  task.done();
  if (packed === 0) return { ...notRun('tarball', 'no package can be packed'), gaps };
  return checked('tarball', counted(packed, 'package'), findings, gaps);
}

/** What users would get. */
export function findingsIn(
  { name, entries }: Pick<PackageTarball, 'name' | 'entries'>,
  rules?: RuleFile,
  onGap?: (gap: string) => void,
): PlacedFinding[] {
  const files = [...entries.values()].filter(({ type }) => type === 'file');
  return files.flatMap(({ path, data }) => {
    const tell = (reason: string): void => onGap?.(`${name}: ${path} ${reason}`);
    const reason = unknownForm(path);
    if (reason !== undefined) tell(reason);
    return scanText({ path, bytes: data }, { rules, onGap: tell }).map((finding): PlacedFinding => ({
      ...finding,
      surface: 'tarball',
      package: name,
    }));
  });
}
