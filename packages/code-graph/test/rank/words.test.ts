import { describe, expect, test } from '@jest/globals';
import { cpuSince } from '@cdev/test-kit/cpu-time';
import { readQuery } from '../../src/rank/query.ts';
import { symbolsOf } from '../../src/rank/symbols-of.ts';
import { createTermIndex } from '../../src/rank/term-index.ts';
import { splitIdentifier, stem, wordsOf } from '../../src/rank/words.ts';

describe('words', () => {
  test.each([
    ['parseHTTPUrl', ['parse', 'HTTP', 'Url']],
    ['URLs', ['URLs']],
    ['allowedURLsOfUser', ['allowed', 'URLs', 'Of', 'User']],
    ['userIDs', ['user', 'IDs']],
    ['HTTPServer', ['HTTP', 'Server']],
    ['APIs_v2', ['APIs', 'v2']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['$scope2Value', ['scope2', 'Value']],
    ['straßenName', ['straßen', 'Name']],
    ['SCREAMING_CASE', ['SCREAMING', 'CASE']],
  ])('%s splits into %p', (identifier, parts) => {
    expect(splitIdentifier(identifier)).toEqual(parts);
  });

  test.each([
    ['caches', 'cach'],
    ['cache', 'cach'],
    ['caching', 'cach'],
    ['queries', 'query'],
    ['running', 'run'],
    ['calling', 'call'],
    ['classes', 'class'],
    ['class', 'class'],
    ['file', 'file'],
    ['is', 'is'],
  ])('%s stems to %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  test('a compound gives its parts and itself; words of all code and very long tokens give nothing', () => {
    expect(wordsOf('const userCaches = new Map()')).toEqual(['usercaches', 'user', 'cach', 'map']);
    expect(wordsOf('x'.repeat(61))).toEqual([]);
    expect(wordsOf('Übergrößen 大小 naïf')).toEqual(['übergrößen', '大小', 'naïf']);
  });
});

describe('readQuery', () => {
  test('takes its time from the length of a request alone', () => {
    const log = Array.from({ length: 20_000 }, (_, at) => `word${at.toString(36)} step`).join('\n');
    const started = process.cpuUsage();
    expect(readQuery(`${log} \`mark\``).identifiers).toContain('mark');
    expect(cpuSince(started)).toBeLessThan(5000);
  });

  test('weighs the first line above the rest and finds scopes, identifiers and joined words', () => {
    const query = readQuery('fix(css, ssr): default mode of `render`\n\nalso mergeConfig() and hydrate');
    expect(query.scopes).toEqual(['css', 'ssr']);
    expect(query.words.get('mode')).toBe(1);
    expect(query.words.get('hydrat')).toBe(0.5);
    expect(query.spellings.get('hydrat')).toBe('hydrate');
    expect([...query.identifiers]).toEqual(['render', 'mergeConfig']);
    expect(query.joined.has('defaultmode')).toBe(true);
  });
});

describe('symbolsOf', () => {
  test.each([
    ['export async function loadUser() {}\nclass Store {\n  async get(key) {\n  }\n}', ['loadUser', 'Store', 'get']],
    ['export const limit = 1;\nexports.open = 2;\ninterface Port {}', ['limit', 'open', 'Port']],
    ['def read_file(path):\n  pass\nclass Reader:', ['read_file', 'Reader']],
    ['func (s *Server) Listen() error {\n}\ntype Server struct {}', ['Listen', 'Server']],
    ['pub fn parse() {}\npub struct Tree;', ['parse', 'Tree']],
    ['  if (a) {\n  }\n  while (b) {\n  }', []],
  ])('%j declares %p', (text, names) => {
    expect([...symbolsOf(text)]).toEqual(names);
  });

  test('takes its time from the length of a text alone', () => {
    const started = process.cpuUsage();
    symbolsOf(`${' '.repeat(20_000)}\n`.repeat(5) + 'a('.repeat(50_000));
    expect(cpuSince(started)).toBeLessThan(2000);
  });
});

describe('createTermIndex', () => {
  test('gives the units of a word in order, with counts', () => {
    const builder = createTermIndex();
    expect([['a', 'b', 'a'], [], ['b']].map((words) => builder.add(words))).toEqual([0, 1, 2]);
    const index = builder.finish();
    expect(index.postings('a')).toEqual({ units: Uint32Array.of(0), counts: Uint16Array.of(2) });
    expect(index.postings('b')).toEqual({ units: Uint32Array.of(0, 2), counts: Uint16Array.of(1, 1) });
    expect(index.postings('c')).toBeUndefined();
    expect([index.units, index.length(0), index.length(1), index.averageLength]).toEqual([3, 3, 0, 4 / 3]);
  });

  test('holds more words than it first has room for', () => {
    const builder = createTermIndex();
    for (let unit = 0; unit < 100; unit += 1) builder.add(Array.from({ length: 50 }, (_, word) => `w${word + unit}`));
    const index = builder.finish();
    expect(index.postings('w60')?.units).toHaveLength(50);
    expect(index.postings('w148')?.units).toEqual(Uint32Array.of(99));
  });
});
