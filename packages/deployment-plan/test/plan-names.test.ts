import { describe, expect, test } from '@jest/globals';
import { branchName, planIdFor, slug } from '../src/index.ts';

describe('planIdFor', () => {
  test('joins the issue and the first words of its title', () => {
    expect(planIdFor({ issue: 'ENG-123', title: 'Add a login form, with password reset and more' })).toBe(
      'eng-123-add-a-login-form-with-password',
    );
    expect(planIdFor({ title: 'Crème brûlée!' })).toBe('creme-brulee');
  });
  test('does not repeat an issue that its title begins with', () => {
    expect(planIdFor({ issue: 'ENG-1', title: 'ENG-1: Fix it' })).toBe('eng-1-fix-it');
  });
  test('always gives a name', () => {
    expect(planIdFor({ title: '日本語' })).toBe('plan');
    expect(planIdFor({ issue: '#12', title: '' })).toBe('12');
  });
});

test('slug cuts at the end of a word and never ends in a hyphen', () => {
  expect(slug('one two three', 8)).toBe('one-two');
  expect(slug('--A_b--')).toBe('a-b');
  expect(slug("The parser's 'old' coercion; it’s 'x'")).toBe('the-parsers-old-coercion-its-x');
  expect(slug('x'.repeat(100), 10)).toBe('x'.repeat(10));
});

test('branchName is below cdev/ and the plan', () => {
  expect(branchName('eng-1', 'auth')).toBe('cdev/eng-1/auth');
});
