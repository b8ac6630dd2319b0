import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const lock = {
  version: 2,
  dependencies: {
    'net8.0': {
      'Shop.Sdk': {
        type: 'Direct',
        requested: '[1.2.0, )',
        resolved: '1.2.0',
        contentHash: 'abc=',
        dependencies: { 'newtonsoft.json': '12.0.1' },
      },
      'Newtonsoft.Json': { type: 'Transitive', resolved: '12.0.1', contentHash: 'def=' },
      Pinned: { type: 'CentralTransitive', requested: '[3.0.0, )', resolved: '3.0.0' },
      core: { type: 'Project', dependencies: { Base: '[1.0.0, )', Pinned: '[3.0.0, )' } },
      base: { type: 'Project' },
    },
    'net8.0/win-x64': { 'Newtonsoft.Json': { type: 'Transitive', resolved: '13.0.3' } },
  },
};
const config = `<?xml version="1.0" encoding="utf-8"?>
<packages>
  <!-- <package id="Old" version="0.1.0" /> -->
  <package id="jQuery.UI" version="1.12.0" targetFramework="net48" />
  <package version='1.10.2' id='jQuery' />
  <package id="StyleCop" version="5.0.0" developmentDependency="true" />
</packages>
`;

describe('packages.lock.json', () => {
  test('the packages of all frameworks, and who asks for them whatever the letters', async () => {
    const graph = await graphOf('src/Shop/packages.lock.json', JSON.stringify(lock));
    expect(graph).toMatchObject({ format: 'nuget', ecosystem: 'NuGet', formatVersion: '2', missing: [], gaps: [] });
    expect(listed(graph)).toEqual([
      'Newtonsoft.Json@12.0.1',
      'Newtonsoft.Json@13.0.3',
      'Pinned@3.0.0',
      'Shop.Sdk@1.2.0',
      'base@',
      'core@',
    ]);
    expect(edges(graph)).toEqual([
      'workspace: -> Shop.Sdk (runtime): Shop.Sdk 1.2.0',
      'workspace: -> core (runtime): project core',
      'Shop.Sdk 1.2.0 -> Newtonsoft.Json (runtime): Newtonsoft.Json 12.0.1',
      'project core -> base (runtime): project base',
      'project core -> Pinned (runtime): Pinned 3.0.0',
    ]);
    expect(only(graph, 'Shop.Sdk')).toMatchObject({ integrity: 'sha512-abc=', origin: 'registry', isDev: false });
    expect(only(graph, 'core').origin).toBe('local');
  });

  test('of a project of tests all is for development, and one project can have a list of its own name', async () => {
    const graph = await graphOf('src/Shop.UnitTests/packages.Shop.UnitTests.lock.json', JSON.stringify(lock));
    expect([only(graph, 'Shop.Sdk').isDev, only(graph, 'Pinned').isDev]).toEqual([true, true]);
  });

  test('what is asked for and is not there', async () => {
    const dependencies = { net48: { A: { type: 'Direct', resolved: '1.0.0', dependencies: { B: '2.0.0' } } } };
    const graph = await graphOf('packages.lock.json', JSON.stringify({ version: 1, dependencies }));
    expect(graph.missing).toEqual([{ from: 'A 1.0.0', name: 'B', kind: 'runtime', range: '2.0.0' }]);
  });

  test.each([
    ['{"version": 1', 'CDEV_E_LOCK_FILE_MALFORMED'],
    ['{"version": 1}', 'CDEV_E_LOCK_FILE_MALFORMED'],
    ['{"version": 9, "dependencies": {}}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN'],
    ['{"dependencies": {}}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN'],
  ])('refused: %s', async (text, code) => {
    await expect(graphOf('packages.lock.json', text)).rejects.toMatchObject({ code });
  });
});

describe('packages.config', () => {
  test('its packages, in whatever order their attributes stand', async () => {
    const graph = await graphOf('web/packages.config', config);
    expect(graph).toMatchObject({ format: 'nuget-config', ecosystem: 'NuGet' });
    expect(listed(graph)).toEqual(['StyleCop@5.0.0', 'jQuery.UI@1.12.0', 'jQuery@1.10.2']);
    expect([only(graph, 'jQuery').isDev, only(graph, 'StyleCop').isDev]).toEqual([false, true]);
    expect((await graphOf('packages.config', '<packages />')).packages.size).toBe(0);
  });

  test.each([
    ['another file', '<configuration />'],
    ['cut off', config.slice(0, config.indexOf('</packages>'))],
    ['without a version', '<packages><package id="a" /></packages>'],
    ['in a comment that does not end', '<packages><!-- <package id="a" version="1" /></packages>'],
  ])('refused: %s', async (_, text) => {
    await expect(graphOf('packages.config', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
  });
});
