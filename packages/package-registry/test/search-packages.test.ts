import { describe, expect, test } from '@jest/globals';
import { openRegistry, startRegistry } from '@cdev/package-registry';
import { bareEnvironment, packed, scratch } from './packed.ts';

const code = (name: string): object => ({ code: `CDEV_E_REGISTRY_${name}` });

describe('a search', () => {
  test('gives what the registry has with those words and keywords, and how much there is in all', async () => {
    await using home = await scratch();
    await using local = await startRegistry();
    await local.put(
      await packed({ name: '@acme/pipe', version: '1.0.0', description: 'Carries water', keywords: ['tube'] }),
    );
    await local.put(
      await packed({ name: 'drain', version: '2.0.0', description: 'Water\u001B[2J away', keywords: ['tube'] }),
    );
    await local.put(await packed({ name: 'other', version: '1.0.0', description: 'Water' }));
    const env = { ...bareEnvironment(home.path), npm_config_fetch_retry_mintimeout: '1' };
    const registry = await openRegistry({ cwd: '/', env, url: local.url });
    expect(await registry.search('keywords:tube WATER')).toMatchObject({
      total: 2,
      packages: [
        { name: '@acme/pipe', version: '1.0.0', description: 'Carries water', keywords: ['tube'], maintainers: [] },
        { name: 'drain', description: 'Water away', publisher: undefined },
      ],
    });
    expect(await registry.search('keywords:tube', { size: 1 })).toMatchObject({ total: 2, packages: [{}] });
    local.fault({ kind: 'status', status: 200, path: '-/v1/search', body: '{"objects":{}}' });
    await expect(registry.search('x')).rejects.toMatchObject(code('BROKEN_ANSWER'));
    local.clearFaults();
    local.fault({ kind: 'status', status: 404, path: '-/v1/search' });
    await expect(registry.search('x')).rejects.toMatchObject(code('NOT_SEARCHABLE'));
  });

  test('knows the registries of scopes', async () => {
    await using home = await scratch();
    const bare = bareEnvironment(home.path);
    const env = { ...bare, 'npm_config_@acme:registry': 'https://ada:secret@npm.acme.example/x' };
    expect((await openRegistry({ cwd: '/', env })).scopes).toEqual({ '@acme': 'https://npm.acme.example/x/' });
    expect((await openRegistry({ cwd: '/', env: bare })).scopes).toEqual({});
  });
});
