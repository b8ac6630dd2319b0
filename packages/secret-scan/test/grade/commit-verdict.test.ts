import { expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { commitVerdict, scanText } from '../../src/index.ts';

const token = fillExample('npm_{a62:36}', 6);
const random = fillExample('{a62:32}', 6);

test.each([
  ['a token', `t = '${token}'`, 'src/a.ts', 'refuse'],
  ['a token in a test, whose check sum is wrong', `t = '${token}'`, 'test/a.test.ts', 'tell'],
  ['a token that is an example', `t = '${token.slice(0, 30)}example000'`, 'src/a.ts', 'tell'],
  ['a random value of a name', `const clientSecret = '${random}'`, 'src/a.ts', 'refuse'],
  ['the same in a test', `const clientSecret = '${random}'`, 'test/a.test.ts', 'tell'],
  ['a word in a test', `password: 'sunshine'`, 'test/a.test.ts', 'pass'],
  ['known, with a reason', `t = '${token}' // cdev-ignore-secret: revoked`, 'src/a.ts', 'pass'],
  ['known, without a reason', `t = '${token}' // cdev-ignore-secret`, 'src/a.ts', 'refuse'],
])('%s', (_, text, path, expected) => {
  const [finding] = scanText({ path, bytes: Buffer.from(text) });
  expect(finding && commitVerdict(finding)).toBe(expected);
});
