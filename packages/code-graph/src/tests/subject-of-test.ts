import { posix } from 'node:path';

/**
 * The name that a file and its tests share: the base name without extension, without the marks of tests and types, in lower
 * case and without separators. `src/userCache.ts`, `test/user-cache.test.ts`, `test_user_cache.py` all give `usercache`.
 */
export function subjectOf(path: string): string {
  return posix
    .basename(path)
    .toLowerCase()
    .replace(/\.[a-z\d]+$/, '')
    .replace(/(?:[._-](?:test|tests|spec|specs|test-d|e2e|bench|unit|stories|cy|d))+$/g, '')
    .replace(/^(?:test|spec)[-_.]/, '')
    .replace(/[-_.]/g, '');
}
