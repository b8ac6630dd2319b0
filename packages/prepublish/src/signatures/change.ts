/**
 * Which way a type goes: `out` to users (they read it, so it may become narrower), `in` from users (they give it, so it may become
 * wider), or `either` when nothing says so.
 */
export type Direction = 'out' | 'in' | 'either';

export function flip(direction: Direction): Direction {
  return direction === 'either' ? direction : direction === 'out' ? 'in' : 'out';
}

/**
 * `break`: code that compiled does not, for certain. `growth`: users read a value that can be more than it could be, as when a union gets
 * another member. `addition`: there is more than there was. `unknown`: it differs, and nothing more can be said.
 */
export type ChangeKind = 'break' | 'growth' | 'addition' | 'unknown';

export interface Change {
  readonly kind: ChangeKind;
  /** `Parser.parse(): parameter "options" is required now` */
  readonly what: string;
  /** A declaration file of the new version, and the line in it. */
  readonly file: string;
  readonly line: number;
}
