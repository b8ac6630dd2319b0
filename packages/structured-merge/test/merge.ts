import { expect } from '@jest/globals';
import {
  hasConflictMarkers,
  mergeContents,
  parses,
  type Conflict,
  type Merged,
  type MergeInput,
} from '@cdev/structured-merge';

/** Texts of a test as lines, with a final line end. */
export const lines = (...text: string[]): string => text.map((line) => `${line}\n`).join('');

/** Merges, and checks what holds of every merged output. */
export async function merged(input: MergeInput): Promise<Merged> {
  const result = await mergeContents(input);
  if (result.kind === 'conflict') throw new Error(`conflict: ${result.reason} ${JSON.stringify(result.hunks)}`);
  expect(hasConflictMarkers(result.content)).toBe(false);
  expect(parses(input.path, result.content)).not.toBe(false);
  return result;
}

export async function conflict(input: MergeInput): Promise<Conflict> {
  const result = await mergeContents(input);
  if (result.kind === 'merged') throw new Error(`merged: ${result.content}`);
  expect(hasConflictMarkers(result.partial ?? '')).toBe(false);
  return result;
}
