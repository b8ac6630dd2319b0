import { expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

test.each([
  ['a.py', `user, pwd = "admin", "${value}"  # of the shop`, value],
  ['a.py', `    self.user, self.password = ("admin", "${value}")`, value],
  ['a.go', `host, port, password := "host", 3306, "${value}"`, value],
  ['a.js', `const [user, password] = ['admin', '${value}'];`, value],
  ['a.py', `user, pwd = "admin2you!", read()`, undefined],
  ['a.py', `def connect(user, password="${value}", retries=3):`, value],
  ['a.py', `    user, password="${value}", retries=3`, value],
  ['a.py', `user, password = "${value}".split(",")`, value],
])('what the last of several variables gets in %s: %s', (path, text, secret) => {
  const found = scanText({ path, bytes: Buffer.from(`${text}\n`) }, { reveal: true });
  expect(found.map((each) => each.secret)).toEqual(secret === undefined ? [] : [secret]);
});
