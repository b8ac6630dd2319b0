import { describe, expect, test } from '@jest/globals';
import { chapters, remarks } from '../src/story.ts';

describe('the story', () => {
  test('tells every step once, in the order of the run', () => {
    expect(chapters.map(({ id }) => id)).toEqual([
      'cache',
      'decompose',
      'spawn',
      'monitor',
      'commit',
      'validate',
      'resolve',
      'integrate',
      'retry',
      'integrate-again',
    ]);
  });

  test.each(chapters)('explains "$title" in three sentences at most', ({ explanation }) => {
    expect(explanation.split(/[.;] /).length).toBeLessThanOrEqual(4);
    expect(explanation).toMatch(/\.$/);
    expect(explanation).not.toMatch(/ {2}/);
  });

  test('names one path, two, or several as people do', () => {
    const said = (...paths: string[]) => remarks.mergedByStructure(paths).split(':')[0];
    expect(said('a.ts')).toBe('a.ts');
    expect(said('a.ts', 'b.ts')).toBe('a.ts and b.ts');
    expect(said('a.ts', 'b.ts', 'c.ts')).toBe('a.ts, b.ts and c.ts');
  });
});
