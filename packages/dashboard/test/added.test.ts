import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addedFolder, homePlace, serialiseAddedLock, type AddedScript } from '@cdev/added-script';
import { tempFolder, testContext } from '@cdev/test-kit';
import { overviewReader } from '../src/index.ts';
import { startedRuns } from '../src/start/started-runs.ts';

const integrity = `sha512-${createHash('sha512').update('').digest('base64')}`;
const hello: AddedScript = {
  name: 'hello',
  package: '@acme/cdev-hello',
  version: '1.0.0',
  registry: 'https://npm.acme.example/',
  integrity,
  addedAt: '2026-11-01T00:00:00Z',
  tier: 'listed',
  maintainers: ['ada'],
  builtIn: 'https://github.com/acme/hello',
  permissions: { writes: 'nothing', programs: [], network: [], native: false },
  files: integrity,
  bin: 'hello.cjs',
  packages: [{ path: 'node_modules/@acme/cdev-hello', name: '@acme/cdev-hello', version: '1.0.0', integrity }],
};
const program = `const { writeFileSync } = require('node:fs');
if (process.argv.includes('--describe')) console.log(JSON.stringify({ schemaVersion: 1, name: 'cdev-hello', summary: '', commands: [{ name: '', summary: '', changesWorld: false, positionals: [], options: [] }] }));
else try { writeFileSync('written.txt', ''); console.log('wrote'); } catch ({ code }) { console.log(code); }
`;

test('a script of others that was added is a row, and is held to what it was added for when it is started', async () => {
  await using folder = await tempFolder({ 'package.json': '{ "name": "app" }' });
  const home = join(folder.path, '.cdev');
  const place = homePlace(home);
  const context = testContext({ cwd: folder.path, home });
  const read = async () => (await overviewReader(30 * 86_400_000, context)).read({ isQuick: true });
  await mkdir(dirname(place.lock), { recursive: true });
  await writeFile(place.lock, serialiseAddedLock({ schemaVersion: 1, scripts: [hello] }));
  expect((await read()).overview.notes).toEqual(['hello was added and is not installed here: cdev marketplace add']);

  const own = join(addedFolder(place, hello), 'node_modules/@acme/cdev-hello');
  await mkdir(own, { recursive: true });
  const manifest = { name: '@acme/cdev-hello', version: '1.0.0', bin: { 'cdev-hello': 'hello.cjs' }, cdev: {} };
  await writeFile(join(own, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(own, 'hello.cjs'), program);
  const reader = await overviewReader(30 * 86_400_000, context);
  const { overview } = await reader.read({ isQuick: true });
  expect(overview.notes).toEqual([]);
  expect(overview.scripts.find(({ name }) => name === 'hello')).toMatchObject({
    packageName: '@acme/cdev-hello',
    added: {
      place: 'home',
      tier: 'listed',
      registry: 'https://npm.acme.example/',
      builtIn: 'https://github.com/acme/hello',
    },
  });

  const ended = Promise.withResolvers<void>();
  const started = startedRuns(reader.catalogue, context, () => {
    if (started.list()[0]?.ended) ended.resolve();
  });
  await started.start({ script: 'hello', command: '', positionals: {}, options: {} });
  await ended.promise;
  expect(started.output(1, 0)?.lines).toEqual(['ERR_ACCESS_DENIED']);
  await started.close();

  await writeFile(place.lock, '{ torn');
  expect((await read()).overview.notes).toEqual([expect.stringContaining('cdev.marketplace.json cannot be used: ')]);
});
