import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { makeTar, makeZip, tempFolder } from '@cdev/test-kit';
import { scanText, scanTree } from '../src/index.ts';

const token = fillExample('npm_{a62:36}', 4);
const env = `A=1\nNPM_TOKEN=${token}\n`;
const files = [
  ['package/readme.txt', 'nothing'],
  ['package/.env', env],
] as const;

const found = (path: string, bytes: Buffer): { places: string[]; gaps: string[] } => {
  const gaps: string[] = [];
  const findings = scanText({ path, bytes }, { onGap: (reason) => gaps.push(reason) });
  return { places: findings.map(({ path, line, inside }) => `${path} ${inside ?? ''}:${line}`), gaps };
};

describe('a secret in a file of an archive', () => {
  test.each([
    ['a.zip', makeZip(files), 'package/.env'],
    ['a.jar', makeZip(files), 'package/.env'],
    ['a-1.0-py3-none-any.whl', makeZip(files), 'package/.env'],
    ['a.tar', makeTar(files), 'package/.env'],
    ['a.tgz', gzipSync(makeTar(files)), 'package/.env'],
    ['a.tar.gz', gzipSync(makeTar(files)), 'package/.env'],
    ['dump.sql.gz', gzipSync(env), 'dump.sql'],
  ])('%s', (path, bytes, inside) => {
    expect(found(path, bytes)).toEqual({ places: [`${path} ${inside}:2`], gaps: [] });
  });
  test('in an archive within one', () => {
    const places = ['a.war WEB-INF/lib/b.jar/package/.env:2'];
    expect(found('a.war', makeZip([['WEB-INF/lib/b.jar', makeZip(files)]]))).toEqual({ places, gaps: [] });
  });
  test('counts as one of the place where the archive is', () => {
    const bytes = makeZip([['package/config.js', `export const apiSecret = 'q7Rk2mXw9Tz4Lp8BvN3cYf6H';\n`]]);
    const levelIn = (path: string): string | undefined => scanText({ path, bytes })[0]?.level;
    expect(['deploy/a.tgz', 'test/a.tgz', 'chart/charts/a.tgz'].map(levelIn)).toEqual(['error', 'warning', 'note']);
  });
  test('in one that is not called so', () => {
    expect(found('backup.bak', makeZip(files)).places).toEqual(['backup.bak package/.env:2']);
    expect(found('backup', gzipSync(makeTar(files))).places).toEqual(['backup package/.env:2']);
  });
  test('in a text that is called an archive', () => {
    expect(found('a.zip', Buffer.from(env))).toEqual({ places: ['a.zip :2'], gaps: [] });
  });
});

describe('what cannot be read to its end is told, and what came before it is found', () => {
  test.each([
    ['a zip cut in two', makeZip(files).subarray(0, 150), 'has no list of its files'],
    ['a tar cut in two', makeTar(files).subarray(0, 1540), 'ends within a file'],
    ['a gzip cut in two', gzipSync(makeTar(files)).subarray(0, 100), 'is broken'],
  ])('%s', (_, bytes, gap) => {
    expect(found('a.zip', bytes).gaps).toEqual([gap]);
  });
  test('in a tree what cannot be unpacked here is told, and a large archive is read by its list, whatever it is called', async () => {
    await using folder = await tempFolder({ 'dump.sql.bz2': 'BZh9', 'all.7z': '7z', 'a.png': 'x' });
    const noise = Buffer.from(Array.from({ length: 9_000_000 }, (_, at) => (at * at * 31 + (at >> 3)) % 251));
    const large = makeZip([['noise', noise], ...files]);
    await writeFile(join(folder.path, 'large.bak'), large);
    const scan = await scanTree({ root: folder.path, repository: undefined });
    expect(scan.skipped.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'all.7z', reason: 'is packed in a form that is not read here (7z)' },
      { path: 'dump.sql.bz2', reason: 'is packed in a form that is not read here (bz2)' },
    ]);
    expect(scan.findings.map(({ path, inside }) => [path, inside])).toEqual([['large.bak', 'package/.env']]);
  });
  test('in a tree it is among what was skipped', async () => {
    await using folder = await tempFolder({});
    await writeFile(join(folder.path, 'cut.tgz'), gzipSync(makeTar(files)).subarray(0, 100));
    await writeFile(join(folder.path, 'whole.zip'), makeZip(files));
    const scan = await scanTree({ root: folder.path, repository: undefined });
    expect(scan.skipped).toEqual([{ path: 'cut.tgz', reason: 'is broken' }]);
    expect(scan.findings.map(({ path, inside }) => [path, inside])).toEqual([['whole.zip', 'package/.env']]);
  });
});

test.each(['dev.sqlite3', 'app.db', 'settings.pyc', 'Main.class', 'setup.exe', 'libshop.so', 'state.dat', 'app.wasm'])(
  'strings stand in %s as they are',
  async (name) => {
    await using folder = await tempFolder({ [name]: `\0\u0001\0${token}\0\0` });
    const { findings, files } = await scanTree({ root: folder.path, repository: undefined });
    expect([files, findings.map(({ path, ruleId }) => [path, ruleId])]).toEqual([1, [[name, 'npm-token']]]);
  },
);

test('of a program the messages are no secrets', () => {
  const bytes = Buffer.from('\x7fELF\x02\x01\x01\0IDENTIFIED BY name2 \0password = hunter2x\0');
  expect(scanText({ path: 'a.so', bytes })).toEqual([]);
});

describe('a secret in base64', () => {
  const shifted = (shift: number): string => Buffer.from(`${'.'.repeat(shift)}${env}`).toString('base64');
  test.each([0, 1, 2])('at any place in a group of three bytes (%d)', (shift) => {
    const text = `data: ${shifted(shift)}\n`;
    const [finding] = scanText({ path: 'a.yaml', bytes: Buffer.from(text) }, { reveal: true });
    expect(finding).toMatchObject({ ruleId: 'npm-token', inside: 'base64', secret: token, line: 1, column: 7 });
    const [plain] = scanText({ path: 'a.yaml', bytes: Buffer.from(token) });
    expect(finding?.secretId).toBe(plain?.secretId);
  });
  test('two in one', () => {
    const other = fillExample('glpat-{a62:20}', 2);
    const text = Buffer.from(`${env}GITLAB=${other}\n`).toString('base64');
    const rules = scanText({ path: 'a', bytes: Buffer.from(text) }).map(({ ruleId }) => ruleId);
    expect(rules.sort()).toEqual(['gitlab-personal-token', 'npm-token']);
  });
});

test('a notebook', () => {
  const cell = { cell_type: 'code', source: ['import os\n', `os.environ["NPM_TOKEN"] = "${token}"\n`] };
  const bytes = Buffer.from(JSON.stringify({ cells: [cell], nbformat: 4 }, undefined, 1));
  const [finding] = scanText({ path: 'a.ipynb', bytes }, { reveal: true });
  expect(finding).toMatchObject({ ruleId: 'npm-token', secret: token });
});

test('columns of a table', () => {
  const bytes = Buffer.from(
    'user;api_key;password\nada;"";"h7#Lk2!Qz"\nbob;8f1c0e7d2b3a49586f7e8d9c0b1a2f3e;hunter2\n',
  );
  const findings = scanText({ path: 'users.csv', bytes }, { reveal: true });
  expect(findings.map(({ secret, line, column }) => [secret, line, column])).toEqual([
    ['h7#Lk2!Qz', 2, 9],
    ['8f1c0e7d2b3a49586f7e8d9c0b1a2f3e', 3, 5],
    ['hunter2', 3, 38],
  ]);
});
