import type { Style } from '@cdev/core/cli';
import type { Level } from '@cdev/security-issue';

const signs: Readonly<Record<Level, string>> = { error: '✗', warning: '!', note: '·' };

/** `✗ error`, painted. */
export function levelMark(level: Level, style: Style): string {
  const paint = { error: style.bad, warning: style.warning, note: style.quiet }[level];
  return paint(`${signs[level]} ${level}`);
}
