import { posix } from 'node:path';
import { isTestFile } from '@cdev/code-graph';
import { packageOf, type TestProject } from '../project/test-package.ts';
import type { TestTexts } from './program-users.ts';
import type { Change } from './selection.ts';

const data = /(?:^|\/)(?:__tests__|tests?|specs?|e2e|__fixtures__|fixtures?|testdata|__snapshots__|__mocks__)\//i;
const source = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;

/**
 * Tests that read a file which nothing imports: the test of a snapshot, else tests of its package that name the file or its folder.
 * `unknown` when it is data that somebody will read and nobody names; nothing for sources, which are only ever imported.
 */
export function readersOf(
  project: TestProject,
  { tests, texts }: TestTexts,
  { path, status }: Change,
): readonly { path: string; how: string }[] | 'unknown' {
  const snapshotOf = /^(.*?)(?:__snapshots__\/)([^/]+)\.snap(?:\.[cm]?js)?$/.exec(path);
  if (snapshotOf) {
    const test = `${snapshotOf[1]}${snapshotOf[2]}`;
    return tests.some((one) => one.path === test) ? [{ path: test, how: 'has the snapshot' }] : [];
  }
  // A test that is gone concerns no other.
  if (status === 'deleted' && source.test(path) && isTestFile(path)) return [];
  const owner = packageOf(project, path);
  const own = tests.filter((test) => test.package === owner);
  const name = posix.basename(path);
  const folder = posix.basename(posix.dirname(path));
  const stem = name.replace(/\.[^.]+$/, '');
  const naming = own.filter((test) => {
    const text = texts.get(test.path) ?? '';
    return (
      text.includes(name) || (data.test(path) && (quotes(text, stem) || (folder.length > 3 && quotes(text, folder))))
    );
  });
  if (naming.length > 0) return naming.map((test) => ({ path: test.path, how: 'names' }));
  return source.test(path) && !data.test(path) ? [] : 'unknown';
}

/** The word stands in the text as a whole part of a path or string. */
function quotes(text: string, word: string): boolean {
  return new RegExp(String.raw`['"\`/]${word.replaceAll(/[.*+?^${'$'}{}()|[\]\\]/g, String.raw`\$&`)}['"\`/]`).test(
    text,
  );
}
