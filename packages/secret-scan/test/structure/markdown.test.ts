import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9T';

function secretsIn(text: string, path = 'README.md'): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('in Markdown a password is found', () => {
  test.each([
    `**Password:** ${value}\n`,
    `- **Username**: admin\n- **Password**: ${value}.\n`,
    `* __Admin password__: \`${value}\`\n`,
    `| Username | Password |\n|---|---|\n| admin | ${value} |\n`,
    `User | **Pass** | Role\n:-- | --- | ---:\nadmin | \`${value}\` | all\n`,
    `| | |\n|--|--|\n| **Password** | \`${value}\` |\n`,
    `| Setting | Value |\r\n|---|---|\r\n| Password | ${value} |\r\n`,
  ])('%j', (text) => {
    expect(secretsIn(text)).toEqual([value]);
  });
});

describe('nothing is found', () => {
  test.each([
    '| Password | Rule |\n|---|---|\n| Required, at least 8 | none2 |\n',
    '| Name | Type |\n|---|---|\n| password | string1 description |\n',
    '| Name | Type | Description |\n|---|---|---|\n| password | String2 | what it is |\n',
    `| Password |\n|---|\n\n| ${value} |\n`,
    '**Password:** the one that you have chosen\n',
    '**Password**: `<password1>`\n',
  ])('in %j', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
  test('in another kind of file', () => {
    expect(secretsIn(`| Password |\n|---|\n| ${value} |\n`, 'a.js')).toEqual([]);
  });
});
