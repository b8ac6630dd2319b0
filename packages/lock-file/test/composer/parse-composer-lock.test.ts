import { expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const lock = JSON.stringify({
  packages: [
    {
      name: 'symfony/http-kernel',
      version: 'v7.0.0',
      require: { php: '>=8.2', 'ext-json': '*', 'psr/log': '^3', 'symfony/polyfill': '*' },
      dist: { url: 'https://packages.example/k.zip', shasum: 'aa' },
    },
    { name: 'Psr/Log', version: '3.0.0' },
    { name: 'symfony/all', version: '1.0.0', replace: { 'symfony/polyfill': '*' } },
    { name: 'ada/near', version: 'dev-main', dist: { type: 'path', url: '../near' } },
  ],
  'packages-dev': [{ name: 'phpunit/phpunit', version: '11.0.0' }],
});

test('two lists, with what stands in for others', async () => {
  const texts = {
    'composer.json': JSON.stringify({
      name: 'ada/shop',
      require: { 'symfony/http-kernel': '^7', php: '*' },
      'require-dev': { 'phpunit/phpunit': '^11', 'lost/lost': '1' },
    }),
  };
  const graph = await graphOf('composer.lock', lock, { texts });
  expect(graph).toMatchObject({ format: 'composer', ecosystem: 'Packagist', gaps: [] });
  expect(listed(graph)).toEqual([
    'Psr/Log@3.0.0',
    'ada/near@dev-main',
    'phpunit/phpunit@11.0.0',
    'symfony/all@1.0.0',
    'symfony/http-kernel@v7.0.0',
  ]);
  expect(edges(graph)).toEqual([
    'workspace: -> symfony/http-kernel (runtime): symfony/http-kernel',
    'workspace: -> phpunit/phpunit (dev): phpunit/phpunit',
    'symfony/http-kernel -> psr/log (runtime): Psr/Log',
    'symfony/http-kernel -> symfony/polyfill (runtime): symfony/all',
  ]);
  expect(graph.missing.map(({ name }) => name)).toEqual(['lost/lost']);
  expect(only(graph, 'phpunit/phpunit').isDev).toBe(true);
  expect(only(graph, 'ada/near').origin).toBe('local');
  expect(only(graph, 'symfony/http-kernel').integrity).toBe('sha1:aa');
});

test('what only development has is known without the manifest', async () => {
  const graph = await graphOf('composer.lock', lock);
  expect(only(graph, 'phpunit/phpunit').isDev).toBe(true);
  expect(graph.gaps).toHaveLength(1);
});

test.each([
  ['no JSON', '{'],
  ['another document', '{}'],
])('%s', async (_, text) => {
  await expect(graphOf('composer.lock', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});

test('what the project itself stands in for is not missing', async () => {
  const text = JSON.stringify({
    packages: [{ name: 'ada/a', version: '1.0.0', require: { 'ada/Filled': '^1', 'ada/gone': '*' } }],
  });
  const texts = { 'composer.json': JSON.stringify({ require: { 'ada/a': '^1' }, replace: { 'ada/filled': '*' } }) };
  expect((await graphOf('composer.lock', text, { texts })).missing.map(({ name }) => name)).toEqual(['ada/gone']);
});
