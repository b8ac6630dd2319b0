import type { PlacedFinding } from '../report/group-secrets.ts';

/** A secret in a file, once for each commit that brought it in. */
export class Found {
  readonly #byCommit = new Map<string, PlacedFinding>();

  add(finding: PlacedFinding): void {
    this.#byCommit.set(`${finding.secretId} ${finding.commit} ${finding.path}`, finding);
  }

  all(): PlacedFinding[] {
    return [...this.#byCommit.values()];
  }
}
