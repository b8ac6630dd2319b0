import { describe, expect, test } from '@jest/globals';
import type { ChecksumName } from '@cdev/secret-rules';
import { checksumIsRight } from '../../src/grade/checksum.ts';

/** Examples that the formats' own documents print; in two parts, so that none of them stands here. */
const published: readonly (readonly [ChecksumName, string, string])[] = [
  ['bech32', 'A12UE', 'L5L'],
  ['bech32', 'abcdef1qpzry9x8gf2tvd', 'w0s3jn54khce6mua7lmqqqxw'],
  ['crc16-base32', 'SUACSSL3UAHUDXKFSNVUZRF5UHPM', 'WZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY'],
  [
    'base58check',
    'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3',
    'jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  ],
  ['crc32-hex', 'cfat_aAbBcCdDeEfFgGhHiIjJkKlL', 'mMnNoOpPqQrRsStT03fa099b'],
];

describe.each(published)('%s', (name, first, second) => {
  test('is right for an example of its document', () => {
    expect(checksumIsRight(name, first + second)).toBe(true);
  });
  test('is wrong when two characters are exchanged', () => {
    const at = first.length - 2;
    const swapped = first.slice(0, at) + first.charAt(at + 1) + first.charAt(at);
    expect(checksumIsRight(name, swapped + second)).toBe(false);
  });
});

test('what has no check sum, or another length, is not judged', () => {
  expect(checksumIsRight('crc32-hex', 'cfut_short')).toBeUndefined();
  expect(checksumIsRight('crc16-base32', 'SUA')).toBeUndefined();
  expect(checksumIsRight('base58check', `xprv${'z'.repeat(120)}`)).toBeUndefined();
  expect(checksumIsRight('aws-account', 'AKIA')).toBeUndefined();
});
