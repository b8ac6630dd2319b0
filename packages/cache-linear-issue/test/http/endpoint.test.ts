import { describe, expect, test } from '@jest/globals';
import { endpoint, keyIn } from '../../src/http/endpoint.ts';

const usual = 'https://api.example.org';

describe('endpoint', () => {
  test.each([
    [undefined, usual],
    ['', usual],
    ['  ', usual],
    ['https://linear.example.org/graphql/', 'https://linear.example.org/graphql'],
    ['http://127.0.0.1:8080/graphql', 'http://127.0.0.1:8080/graphql'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%p gives %p', (given, url) => expect(endpoint({ API: given }, 'API', usual)).toBe(url));

  test.each([
    ['not an address', 'it is no address'],
    ['file:///etc/passwd', 'it does not begin with https://'],
    ['http://api.linear.app/graphql', 'without https the key could be read on the way'],
    ['http://127.0.0.1.example.org/', 'without https the key could be read on the way'],
    ['https://me:secret@example.org', 'a name or password cannot be in it'],
  ])('%p cannot be used', (given, problem) =>
    expect(() => endpoint({ API: given }, 'API', usual)).toThrow(
      expect.objectContaining({
        code: 'CDEV_E_CACHE_ISSUE_ADDRESS_INVALID',
        message: `The address in API cannot be used: ${problem}`,
      }),
    ),
  );
});

describe('keyIn', () => {
  test('takes the first variable that holds something, without the spaces around it', () => {
    expect(keyIn({ A: ' ', B: ' key\n' }, ['A', 'B'])).toEqual({ key: 'key', variable: 'B' });
    expect(keyIn({}, ['A', 'B'])).toBeUndefined();
  });

  test.each(['two words', 'a\nb', 'schlüssel', 'a\u0000b'])('refuses %j without showing it', (value) => {
    expect(() => keyIn({ A: value }, ['A'])).toThrow(
      expect.objectContaining({
        code: 'CDEV_E_CACHE_ISSUE_KEY_UNUSABLE',
        message: expect.not.stringContaining(value),
      }),
    );
  });
});
