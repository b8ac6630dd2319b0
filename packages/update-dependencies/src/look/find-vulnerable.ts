import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import {
  findVulnerabilities,
  lookedUp,
  mendVulnerability,
  notLookedUp,
  openSource,
  sortVulnerabilities,
} from '@cdev/vulnerability-scan';
import { counted } from '../counted.ts';
import type { Vulnerable } from './findings.ts';
import type { Project } from './project.ts';

/** Days after which advisories on this machine are called outdated. */
const maxAge = 7;

export async function findVulnerable(
  { graph, registry }: Project,
  { home, clock }: Pick<Context, 'home' | 'clock'>,
): Promise<{ readonly vulnerable: readonly Vulnerable[]; readonly gaps: readonly string[] }> {
  if (!graph) return { vulnerable: [], gaps: ['vulnerabilities were not looked for: there is no lock file'] };
  const source = await openSource({
    ecosystem: 'npm',
    versions: lookedUp(graph),
    home,
    openRegistry: async () => registry,
    now: clock(),
    maxAge,
  });
  const manifest = await readFile(join(dirname(graph.file), 'package.json'), 'utf8').catch(() => '');
  const found = sortVulnerabilities(await findVulnerabilities(graph, source));
  const versions = [...lookedUp(graph)].flatMap(([name, each]) => each.map(() => name));
  const unknownVersions = versions.filter((name) => source.unknown.has(name)).length;
  const unknown =
    unknownVersions > 0
      ? [
          `vulnerabilities of ${unknownVersions} of ${counted(versions.length, 'package')} could not be looked up (each version is one)`,
        ]
      : [];
  return {
    vulnerable: found.map((one) => ({
      id: one.id,
      title: one.title,
      severity: one.severity,
      name: one.name,
      version: one.version,
      fixed: one.fixed,
      isShipped: one.isShipped,
      mend: mendVulnerability(one, manifest),
    })),
    gaps: [...unknown, ...source.gaps, ...(await notLookedUp(graph, source))],
  };
}
