import { expect, test } from '@jest/globals';
import { graphOf, only } from '../source.ts';

const pins = [
  {
    identity: 'nio',
    kind: 'remoteSourceControl',
    location: 'https://github.com/apple/Swift-NIO.git',
    state: { revision: 'aa', version: '2.30.0' },
  },
  {
    identity: 'ssh',
    kind: 'remoteSourceControl',
    location: 'git@github.com:ada/ssh.git',
    state: { revision: 'bb', version: '1.0.0' },
  },
  {
    identity: 'port',
    kind: 'remoteSourceControl',
    location: 'ssh://git@example.org:22/ada/port/',
    state: { version: '1.0.0' },
  },
  {
    identity: 'branch',
    kind: 'remoteSourceControl',
    location: 'https://github.com/ada/branch',
    state: { branch: 'main', revision: 'cc' },
  },
  { identity: 'near', kind: 'localSourceControl', location: '/home/ada/near', state: { version: '1.0.0' } },
  { identity: 'mona.list', kind: 'registry', location: '', state: { version: '3.0.0' } },
];

test('packages under the addresses of their repositories, however they are fetched', async () => {
  const graph = await graphOf('Package.resolved', JSON.stringify({ pins, version: 3 }));
  expect(graph).toMatchObject({ format: 'swift', ecosystem: 'SwiftURL', formatVersion: '3' });
  expect([...graph.packages.values()].map(({ name, version, origin }) => [name, version, origin])).toEqual([
    ['github.com/apple/Swift-NIO', '2.30.0', 'registry'],
    ['github.com/ada/ssh', '1.0.0', 'registry'],
    ['example.org/ada/port', '1.0.0', 'registry'],
    ['github.com/ada/branch', '', 'registry'],
    ['/home/ada/near', '1.0.0', 'local'],
    ['mona.list', '3.0.0', 'registry'],
  ]);
});

test('the first form', async () => {
  const pin = {
    package: 'NIO',
    repositoryURL: 'https://github.com/apple/swift-nio.git',
    state: { branch: null, revision: 'aa', version: '2.1.0' },
  };
  const graph = await graphOf('Package.resolved', JSON.stringify({ object: { pins: [pin] }, version: 1 }));
  expect(only(graph, 'github.com/apple/swift-nio').version).toBe('2.1.0');
});

test.each([
  ['{"version": 2', 'CDEV_E_LOCK_FILE_MALFORMED'],
  ['{"version": 2}', 'CDEV_E_LOCK_FILE_MALFORMED'],
  ['{"version": 4, "pins": []}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN'],
])('refused: %s', async (text, code) => {
  await expect(graphOf('Package.resolved', text)).rejects.toMatchObject({ code });
});
