import type { PackageWorkspace } from '@cdev/package-workspace';
import type { LockGraph } from '@cdev/lock-file';
import type { Confidence, IssueFix, IssuePlace, Mend, Severity } from '@cdev/security-issue';

export interface Lock {
  /** From the root. */
  readonly path: string;
  readonly text: string;
  readonly graph: LockGraph;
}

/** What the rules of hygiene may know: read once, before any of them. */
export interface HygieneSubject {
  readonly root: string;
  /** Tracked files, from the root; undefined outside a repository. */
  readonly tracked: readonly string[] | undefined;
  /** New files that git does not ignore. */
  readonly untracked: readonly string[];
  readonly workspace: PackageWorkspace | undefined;
  /** That of the workspace. */
  readonly lock: Lock | undefined;
  /** All there are, but those of tests; that of the workspace among them. */
  readonly locks: readonly Lock[];
  /** Texts of small files that settings stand in, by path: `.npmrc`, `pnpm-workspace.yaml`, manifests. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface HygieneFinding {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly reasons: readonly string[];
  readonly places: readonly [IssuePlace, ...IssuePlace[]];
  readonly mend: Mend;
  readonly fix?: IssueFix;
  /** For the fingerprint. */
  readonly context: string;
}

export type HygieneRule = (subject: HygieneSubject) => readonly HygieneFinding[];

/** Where a text stands in a file; the file as a whole when it is not found. */
export function placeIn(path: string, text: string | undefined, part: string | RegExp): IssuePlace {
  const lines = text?.split('\n') ?? [];
  const at = lines.findIndex((line) => (typeof part === 'string' ? line.includes(part) : part.test(line)));
  return at < 0 ? { path } : { path, line: at + 1, note: (lines[at] as string).trim().slice(0, 100) };
}

export function manifestPath(memberPath: string): string {
  return memberPath === '' ? 'package.json' : `${memberPath}/package.json`;
}
