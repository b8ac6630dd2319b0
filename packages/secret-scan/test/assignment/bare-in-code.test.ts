import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

function found(path: string, text: string): [string | undefined, string][] {
  const findings = scanText({ path, bytes: Buffer.from(text) }, { reveal: true });
  return findings.map(({ secret, level }) => [secret, level]);
}

describe('a value without quotation marks is found in source code', () => {
  test.each([
    ['a.js', '// password: hunter2x!', 'hunter2x!', 'warning'],
    ['a.py', `    # admin password = ${value}`, value, 'warning'],
    ['a.c', `/*\n * Password: ${value}\n */`, value, 'warning'],
    ['A.java', `/* login: admin, password: ${value} */`, value, 'warning'],
    ['a.lua', `-- the password is ${value}`, value, 'warning'],
    ['a.php', `pg_connect("host=db dbname=shop user=ci password=${value}");`, value, 'error'],
    ['a.go', `dsn := "host=db user=ci password=${value} port=5432"`, value, 'error'],
    ['a.js', `// run it with --password ${value} --verbose`, value, 'warning'],
  ])('%s: %s', (path, text, secret, level) => {
    expect(found(path, `${text}\n`)).toEqual([[secret, level]]);
  });
});

describe('nothing is found in what is no value', () => {
  test.each([
    '// password: string;',
    '// const password = newPassword2;',
    '// password: req.body.password1',
    '// password: at least 8 characters',
    '// password: q7Rk2mXw9T is what it was',
    "// the password:\nx = 'q7Rk2mXw9T'",
    "const url = 'http://a'; password = decrypt2(x)",
    'log("user=" + user, password=value2x!)',
    'a = b * 2; password = value2x',
    ' * @property {string} password - For decrypting password-protected PDFs.',
    ' * @When I change password from :oldPassword2 to :newPassword2',
    "url('no user', username=None, password=None2x)",
  ])('%j', (text) => {
    expect(found('a.js', `${text}\n`)).toEqual([]);
  });
});
