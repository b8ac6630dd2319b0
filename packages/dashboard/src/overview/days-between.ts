const day = 86_400_000;

/** UTC days as `2026-11-27`, both ends included, oldest first. */
export function daysBetween(from: Date, to: Date): string[] {
  const first = Date.parse(dayOf(from));
  const count = Math.floor((Date.parse(dayOf(to)) - first) / day) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => dayOf(new Date(first + at * day)));
}

export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
