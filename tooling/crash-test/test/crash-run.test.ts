import { describe, expect, test } from '@jest/globals';
import { crashRun, undisturbed } from '../src/crash-run.ts';

describe('the whole workflow', () => {
  test('killed in the middle, again and again, ends as if nothing had happened, and no byte of an agent is lost', async () => {
    const { end, duration } = await undisturbed();
    expect(end).toMatchObject({ integration: 'complete', dirty: '', broken: '' });
    expect(new Set(Object.values(end.statuses))).toEqual(new Set(['merged']));
    const { faults } = await crashRun(
      [0.4, 0.75].map((share) => Math.round(share * duration)),
      end,
    );
    expect(faults).toEqual([]);
  }, 240_000);
});
