import { formatDuration } from '@cdev/core/cli';

/** `3 d 4 h old`, or that nobody knows. */
export function ageText(age: number | undefined): string {
  return age === undefined ? 'of unknown age' : `${formatDuration(age)} old`;
}
