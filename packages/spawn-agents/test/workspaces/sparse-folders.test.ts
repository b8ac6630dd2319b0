import { describe, expect, test } from '@jest/globals';
import { sparseFolders } from '../../src/workspaces/sparse-folders.ts';
import { agentOf } from '../planned-agent.ts';

describe('the folders an agent needs', () => {
  test('are those of what it writes, creates and reads, each once', () => {
    const agent = agentOf('a', {
      owns: ['packages/api/src/**', 'packages/api/src/deep/x.ts', 'test/api-*.test.ts', 'package.json'],
      creates: ['docs/api/index.md'],
      reads: ['packages/core/src/index.ts'],
    });
    expect(sparseFolders(agent)).toEqual(['docs/api', 'packages/api/src', 'packages/core/src', 'test']);
  });

  test('of a pattern count as far as it is fixed, and one that begins with a wildcard needs everything', () => {
    expect(sparseFolders(agentOf('a', { owns: ['packages/{a,b}/src/x.ts', 'lib/*/y.ts'] }))).toEqual([
      'lib',
      'packages',
    ]);
    expect(sparseFolders(agentOf('a', { owns: ['src/**', '**/*.css'] }))).toBeUndefined();
  });
});
