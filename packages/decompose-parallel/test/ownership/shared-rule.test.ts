import { describe, expect, test } from '@jest/globals';
import { sharedRule } from '../../src/ownership/shared-rule.ts';

const rule = (path: string): string | undefined => sharedRule(path, { edges: [] });

describe('the rule under which several agents may write a file', () => {
  test.each([
    'CHANGELOG.md',
    'History.md',
    'docs/changelog.markdown',
    'Changes.txt',
    'CHANGES',
    'release-notes.md',
    'RELEASE_NOTES.md',
    'packages/a/ChangeLog',
  ])('%s is a change log, whose lines are all kept', (path) => {
    expect(rule(path)).toBe('union');
  });

  test.each(['src/history.ts', 'docs/history-of-rome.md', 'changes.patch', 'news/index.md'])('%s is none', (path) => {
    expect(rule(path)).toBeUndefined();
  });

  test('manifests and lock files have rules of their own', () => {
    expect(rule('packages/a/package.json')).toBe('json');
    expect(rule('pnpm-lock.yaml')).toBe('lockfile');
  });
});
