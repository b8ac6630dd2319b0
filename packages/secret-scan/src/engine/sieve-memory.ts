import type { NameClass } from '../assignment/name-class.ts';
import type { WalkSetting } from './keyword-walk.ts';

/** Where in the memory of a sieve what is, as addresses: `sieve.wat` says what. */
export interface SieveMemory extends WalkSetting {
  readonly flags: number;
  readonly following: number;
  readonly shapes: number;
  readonly least: number;
  readonly words: number;
  /** No address: the least of what stands at `least`. */
  readonly shortest: number;
  readonly programs: number;
  readonly names: number;
  readonly lastSeen: number;
  /** Where what is looked at is put. */
  readonly input: number;
  readonly end: number;
}

/** Content is looked at in windows of this size, and in each as much of what is before and after as a detector's bytes may tell. */
export const windowSize: number = 1 << 20;
export const margin = 1024;

/** Classes of names, as `sieve.wat` numbers them. */
export const nameKinds: readonly NameClass[] = ['none', 'weak', 'password', 'secret', 'token', 'key'];

/** The kinds of steps, as `sieve.wat` numbers them. */
export const step = { token: 1, address: 2, bearer: 3, structure: 4, encoded: 5, provider: 6, name: 7 } as const;
