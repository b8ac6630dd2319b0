import { expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { scanText } from '../src/index.ts';

const [one = '', two = ''] = [3, 4].map((seed) => fillExample('npm_{a62:36}', seed));
const comment = '// cdev-ignore-secret: revoked';

/** What is said of each secret, in order. */
function ignoredIn(text: string): (string | undefined)[] {
  return scanText({ path: 'src/a.ts', bytes: Buffer.from(text) }).map(({ ignored }) => ignored);
}

test.each([
  ['in its line', `a("${one}"); ${comment}\n`, ['revoked']],
  ['in the line before', `${comment}\na("${one}");\n`, ['revoked']],
  ['in the line before, behind code', `b(); ${comment}\na("${one}");\n`, ['revoked']],
  ['two lines before', `${comment}\n\na("${one}");\n`, [undefined]],
  // What is added below a secret that is known is not known.
  ['of the secret above', `a("${one}"); ${comment}\nb("${two}");\n`, ['revoked', undefined]],
  [
    'of its own below that of another',
    `a("${one}"); ${comment}\nb("${two}"); // cdev-ignore-secret: old\n`,
    ['revoked', 'old'],
  ],
  ['without a reason', `a("${one}"); // cdev-ignore-secret\n`, ['']],
  ['as HTML has it', `<!-- cdev-ignore-secret: revoked -->\n<a b="${one}">\n`, ['revoked']],
  // A line can be all of a file.
  ['far away in its line', `/* cdev-ignore-secret: revoked */${';'.repeat(5000)}a("${one}");`, [undefined]],
])('a comment %s', (_, text, ignored) => {
  expect(ignoredIn(text)).toEqual(ignored);
});
