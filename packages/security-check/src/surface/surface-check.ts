import type { PlacedFinding, SecretFinding, SkippedFile, Surface } from '@cdev/secret-scan';

/** What was looked at, or why it was not. A surface that was not read is never called clean. */
export interface SurfaceCheck {
  readonly surface: Surface;
  readonly status: 'checked' | 'partly' | 'not-run';
  /** "1,257 files", or the reason. */
  readonly detail: string;
  /** What could not be read, one sentence each. */
  readonly gaps: readonly string[];
}

export interface SurfaceScan extends SurfaceCheck {
  readonly findings: readonly PlacedFinding[];
}

export function checked(
  surface: Surface,
  detail: string,
  findings: readonly PlacedFinding[],
  gaps: readonly string[] = [],
): SurfaceScan {
  return { surface, status: gaps.length === 0 ? 'checked' : 'partly', detail, gaps, findings };
}

/** Of one surface: what was found in its files, and which of them were not looked at. */
export function scanned(
  surface: Exclude<Surface, 'tarball'>,
  detail: string,
  { findings, skipped }: { readonly findings: readonly SecretFinding[]; readonly skipped: readonly SkippedFile[] },
  gaps: readonly string[] = [],
): SurfaceScan {
  return checked(
    surface,
    detail,
    findings.map((finding) => ({ ...finding, surface })),
    [...skipped.map(({ path, reason }) => `${path} ${reason}`), ...gaps],
  );
}

export function notRun(surface: Surface, detail: string): SurfaceScan {
  return { surface, status: 'not-run', detail, gaps: [], findings: [] };
}

/** `1,257 files`, `1 file`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `12,345`. The runtime's own way to write it loads its language data first, which a hook has no time for. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
