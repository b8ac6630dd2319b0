/** What a package says of its own end, as far as those who run it are told. Dates are days, `2026-11-27`. */
export interface DeprecationNotice {
  /** The day from which runs are warned. */
  readonly warnsFrom: string;
  readonly sunset: string;
  readonly replacement: string;
  /** A file of the package, or an address. */
  readonly guide: string;
}

/** The line that a run ends with, from the day on that was announced for it; undefined before. */
export function deprecationLine(
  { warnsFrom, sunset, replacement, guide }: DeprecationNotice,
  { script, now }: { readonly script: string; readonly now: Date },
): string | undefined {
  const today = now.toISOString().slice(0, 10);
  if (today < warnsFrom) return undefined;
  const state = today < sunset ? `is deprecated and ends on ${sunset}` : `has not been maintained since ${sunset}`;
  return `! ${script} ${state}: use ${replacement}. How: ${guide}`;
}
