import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { scanText } from '../../src/index.ts';
import { token } from '../secret-line.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

function found(path: string, bytes: Buffer): [string | undefined, number, number][] {
  const findings = scanText({ path, bytes }, { reveal: true });
  return findings.map(({ secret, offset, line }) => [secret, offset, line]);
}

describe('text with zeros in it is text', () => {
  test('one that came into it', () => {
    expect(found('.env', Buffer.from(`A=1\0\nDB_PASSWORD=${value}\n`))).toEqual([[value, 17, 2]]);
  });
  test('the settings of a process', () => {
    expect(found('environ', Buffer.from(`A=1\0DB_PASSWORD=${value}\0HOME=/root\0`))).toEqual([[value, 16, 1]]);
  });
  test('and a program is none', () => {
    expect(found('a.out', Buffer.from(`\x7fELF\x02\x01\x01\0\0DB_PASSWORD=${value}\0`, 'latin1'))).toEqual([]);
  });
});

describe('text in UTF-16 that stands in a program', () => {
  const noise = Buffer.from(fillExample('{b64:4004}', 9), 'base64');
  const secret = token(4);
  test.each([0, 1, 2, 3, 15])('%d bytes further on', (shift) => {
    const lead = Buffer.concat([Buffer.from('MZ\0\x01\0', 'latin1'), noise, Buffer.alloc(shift, 0xff)]);
    const text = Buffer.from(`Key=${secret};`, 'utf16le');
    const bytes = Buffer.concat([
      lead,
      text,
      Buffer.from([0, 0]),
      noise,
      Buffer.from('another string here', 'utf16le'),
    ]);
    expect(found('a.dll', bytes).map(([each, offset]) => [each, offset])).toEqual([[secret, lead.length + 8]]);
  });
  test('what only a name before it tells is a message there', () => {
    const text = Buffer.from(`Password=${value};`, 'utf16le');
    expect(found('a.dll', Buffer.concat([Buffer.from('MZ\0\x01\0', 'latin1'), noise, text, noise]))).toEqual([]);
  });
});
