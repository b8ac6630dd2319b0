import { expect, test } from '@jest/globals';
import { planErrors } from '../src/index.ts';

test('every error of the package has a code of its area, a title and a step', () => {
  for (const { code, title, steps } of planErrors.catalogue) {
    expect(code).toMatch(/^CDEV_E_PLAN_[A-Z_]+$/);
    expect(title).not.toBe('');
    expect(steps.length).toBeGreaterThan(0);
  }
});
