import { createHash } from 'node:crypto';

export interface FingerprintParts {
  readonly ruleId: string;
  /** What makes the issue this one, without lines: the statement and the function it stands in, or the package and its version. */
  readonly context: string;
  /** The file it stands in; none when the issue has no home (a dependency). */
  readonly path?: string;
  /** Which one it is of those with the same rule, context and path; from 0. */
  readonly occurrence?: number;
}

/**
 * 32 hexadecimal digits: the first half says what, the second where. White space and lines do not count, so that it survives what moves code within
 * a file; who keeps fingerprints knows by the first half alone that a file was renamed.
 */
export function fingerprint({ ruleId, context, path = '', occurrence = 0 }: FingerprintParts): string {
  return `${digest(ruleId, context.replaceAll(/\s+/g, ' ').trim(), String(occurrence))}${digest(path)}`;
}

/** Twelve digits by which people name an issue: of both halves, as issues that are alike in several files have the first one in common. */
export function shortId(id: string): string {
  return `${id.slice(0, 8)}${id.slice(16, 20)}`;
}

/** Whether two fingerprints say the same of what, perhaps in two files. */
export function sameContext(one: string, other: string): boolean {
  return one.slice(0, 16) === other.slice(0, 16);
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
