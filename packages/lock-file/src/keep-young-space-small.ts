import { setFlagsFromString } from 'node:v8';

/** Characters from which on a lock file is a large one. */
const large = 2_000_000;

/**
 * Nearly all that is made of a lock file stays until it is read. The runtime answers that with more room for what is new, up to 96 MB, which
 * here holds nothing but what is used up: kept as large as it is, a file of 30,000 packages takes some 200 MB instead of 300, and no more time.
 * It is a setting of how memory is kept alone, holds for the whole process, and a runtime that does not know it goes on as it would.
 */
export function keepYoungSpaceSmall({ length }: string): void {
  if (length > large) setFlagsFromString('--semi-space-growth-factor=1');
}
