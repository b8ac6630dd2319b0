import type { NameClass } from '../assignment/name-class.ts';
import type { CompiledToken, Structure } from './compile-rules.ts';
import type { EncodedKeyword } from './encoded-keywords.ts';

/** What is done with what a sieve keeps, in the order of the places. Offsets count from the beginning of the content. */
export interface Sights {
  readonly token: (token: CompiledToken, start: number) => void;
  readonly structure: (structure: Structure, start: number) => void;
  readonly encoded: (keyword: EncodedKeyword, start: number) => void;
  /** Whether values may stand without quotation marks in this content. */
  readonly allowsBare: () => boolean;
  /** `lastSeen`: for each named rule the offset after the last keyword that named its provider; 0 where none did. */
  readonly name: (start: number, end: number, kind: NameClass, lastSeen: Int32Array) => void;
}

/** Finds keywords in bytes, and keeps of their places those that bytes alone cannot rule out. Runs do not nest. */
export interface Sieve {
  readonly run: (bytes: Uint8Array, sights: Sights) => void;
}
