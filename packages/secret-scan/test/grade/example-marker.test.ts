import { expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { scanText } from '../../src/index.ts';

const noise = (length: number): string => fillExample(`{b64:${length}}`, 5);

function keyOf(body: string): string {
  const lines = body.replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

test.each([
  ['random', noise(1600), 'error'],
  // What one in some hundred keys has by chance.
  ...['fake', 'Todo', 'XxXx', 'dUMMy', 'moCk', '/tEsT'].map(
    (word) => [`with ${word} among its characters`, `${noise(700)}a${word}b${noise(800)}`, 'error'] as const,
  ),
  ['that says it is one for tests', `${noise(700)}\n== test ==\n${noise(800)}`, 'note'],
  ['of a word again and again', 'fake'.repeat(200), 'note'],
  ['with what nobody has by chance', `${noise(640)}EXAMPLE${noise(800)}`, 'note'],
])('a private key %s', (_, body, level) => {
  const [finding] = scanText({ path: 'deploy/key', bytes: Buffer.from(keyOf(body)) });
  expect([finding?.ruleId, finding?.level]).toEqual(['private-key', level]);
});
