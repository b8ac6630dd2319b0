import { describe, expect, test } from '@jest/globals';
import { agentName, estimateWork, roleFor, uniqueName } from '../../src/index.ts';

describe('agentName', () => {
  test.each([
    ['Add a fee for late returns', 'add-fee-late'],
    ['Réserver le café', 'reserver-le-cafe'],
    ['The reply should refuse trailers', 'reply-refuse-trailers'],
    ['of the', ''],
    ['日本語', ''],
  ])('makes of %j the name %j', (title, name) => expect(agentName(title)).toBe(name));

  test('takes as many words as asked for, and at most 32 letters', () => {
    expect(agentName('one two three four five', 4)).toBe('one-two-three-four');
    expect(agentName('incomprehensibilities counterrevolutionaries', 4)).toBe('incomprehensibilities');
    expect(agentName('counterrevolutionariescounterrevolutionaries')).toHaveLength(32);
  });

  test('is numbered when it is taken', () => {
    expect(uniqueName('fees', new Set())).toBe('fees');
    expect(uniqueName('fees', new Set(['fees', 'fees-2']))).toBe('fees-3');
  });
});

describe('roleFor', () => {
  test.each([
    [['docs/a.md', 'README.md'], 'documentation writer'],
    [['src/components/Cart.tsx', 'src/api/cart.ts', 'src/ui/menu.ts'], 'front-end engineer'],
    [['src/server/app.ts'], 'back-end engineer'],
    [['.github/workflows/ci.yml'], 'infrastructure engineer'],
    [['test/a.test.ts'], 'test engineer'],
    [['src/a.ts', 'test/a.test.ts'], 'software engineer'],
    [[], 'software engineer'],
  ])('judges %j to be the work of a %s', (paths, role) => expect(roleFor(paths)).toBe(role));
});

test('an estimate grows with files, files to make and criteria', () => {
  expect(estimateWork({ files: 0, creates: 0, criteria: 0 })).toEqual({ minutes: 5, files: 0 });
  expect(estimateWork({ files: 3, creates: 1, criteria: 2 })).toEqual({ minutes: 27, files: 3 });
});
