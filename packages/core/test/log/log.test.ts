import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog, findCredentials, redact, stripControl } from '../../src/log/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filler = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';

describe('redact', () => {
  test.each([
    ['a Linear key', `lin_api_${filler}`],
    ['a GitHub token', `ghp_${filler}`],
    ['an npm token', `npm_${filler}`],
    ['a model key', `sk-ant-${filler}`],
    ['a bearer header', `Authorization: Bearer ${filler}`],
    ['a URL password', 'https://user:hunter22@example.org/x'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----'],
  ])('takes %s out', (_, text) => {
    const clean = redact(`before ${text} after`);
    expect(clean).toContain('[redacted]');
    for (const part of [filler, 'hunter22', 'abc\n']) expect(clean).not.toContain(part);
    expect(clean).toMatch(/^before .*$/);
  });

  test('leaves hashes, paths, mail addresses and prose alone', () => {
    const text =
      'commit 3f786850e387550fdab836ed7e6dc881de23001b in src/a.ts by ada@example.org: the token is refreshed, see https://example.org/a@b';
    expect(redact(text)).toBe(text);
  });

  test('takes out given secrets, but not ones too short to be any', () => {
    expect(redact('the hunter22 a', ['hunter22', 'a'])).toBe('the [redacted] a');
  });
});

describe('findCredentials', () => {
  test('names line and kind, and gives nothing of the credential', () => {
    const found = findCredentials(`a\nkey = "ghp_${filler}"\n\nnpm_${filler}`);
    expect(found).toEqual([
      { line: 2, kind: 'a GitHub token' },
      { line: 4, kind: 'an npm token' },
    ]);
    expect(findCredentials('sha512-abc, https://u:p@host, 3f786850e387550fdab836ed7e6dc881de23001b')).toEqual([]);
  });
});

describe('stripControl', () => {
  test('removes terminal sequences and control characters, keeps line feeds and tabs', () => {
    expect(stripControl('\u001B[31mred\u001B[0m\u001B]0;title\u0007\tx\r\ny\u0000\u202E!')).toBe('red\tx\ny!');
  });
});

describe('createLog', () => {
  const open = (file: string, maxBytes?: number) =>
    createLog({ script: 'cdev-x', version: '1.0.0', file, level: 'info', ...(maxBytes !== undefined && { maxBytes }) });

  test('writes one JSON line an event, at or above its level, redacted', () => {
    const log = open(join(folder, 'deep/x.log'));
    log.debug('not shown');
    log.info(`got ghp_${filler}`, { header: `Bearer`, nested: { key: `npm_${filler}` } });
    const lines = readFileSync(join(folder, 'deep/x.log'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      script: 'cdev-x',
      version: '1.0.0',
      msg: 'got [redacted]',
      nested: { key: '[redacted]' },
    });
  });

  test('sets a full file aside and keeps five old ones', () => {
    for (let turn = 0; turn < 9; turn += 1) {
      writeFileSync(join(folder, 'x.log'), 'x'.repeat(200));
      open(join(folder, 'x.log'), 100).info(`turn ${turn}`);
    }
    expect(readdirSync(folder).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2', 'x.log.3', 'x.log.4', 'x.log.5']);
  });

  test('is silent, not fatal, where it cannot write', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => open(join(folder, 'file/x.log')).error('lost')).not.toThrow();
  });
});
