import type { Context } from '@cdev/core/cli';
import type { LockGraph } from '@cdev/lock-file';
import type { Registry } from '@cdev/package-registry';
import { findVulnerabilities, lookedUp, openSource } from '@cdev/vulnerability-scan';

export interface KnownVulnerability {
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly severity: string;
  readonly title: string;
  readonly fixed: string | undefined;
  readonly isMalware: boolean;
}

export interface KnownVulnerabilities {
  readonly found: readonly KnownVulnerability[];
  /** Who was asked: "the registry", "OSV of …", "nobody". */
  readonly asked: string;
  /** What makes the answer less than whole; when nobody could be asked, nothing is known. */
  readonly gaps: readonly string[];
}

/** Days after which an index of advisories is called outdated. */
const maxAge = 7;

/** What is known of a script and of all that it needs. */
export async function findKnown(
  graph: LockGraph,
  registry: Registry,
  { home, clock, signal }: Pick<Context, 'home' | 'clock' | 'signal'>,
): Promise<KnownVulnerabilities> {
  const source = await openSource({
    ecosystem: 'npm',
    versions: lookedUp(graph),
    home,
    openRegistry: async () => registry,
    now: clock(),
    maxAge,
  });
  const found = await findVulnerabilities(graph, source, { signal });
  return {
    found: found.map(({ id, name, version, severity = 'unknown', title, fixed, isMalware }) => ({
      id,
      package: name,
      version,
      severity,
      title,
      fixed,
      isMalware,
    })),
    asked: source.description,
    gaps: source.gaps,
  };
}
