import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { localRegistry, scrubbedEnvironment, tempFolder } from '@cdev/test-kit';

async function pack(manifest: { name: string; version: string }, files: Record<string, string>): Promise<Buffer> {
  const inside = Object.entries(files).map(([path, content]) => [`package/${path}`, content] as const);
  await using folder = await tempFolder({
    'package/package.json': JSON.stringify(manifest),
    ...Object.fromEntries(inside),
  });
  await execa('tar', ['-czf', 'packed.tgz', 'package'], { cwd: folder.path });
  return await readFile(join(folder.path, 'packed.tgz'));
}

describe('localRegistry', () => {
  test('gives npm a scoped package and the sibling it needs, which were never published', async () => {
    await using registry = await localRegistry();
    await using project = await tempFolder({ 'package.json': '{"name":"project","private":true}' });
    await registry.put(
      await pack({ name: '@cdev-test/below', version: '1.2.3' }, { 'index.js': 'module.exports = 42;' }),
    );
    const above = { name: '@cdev-test/above', version: '2.0.0', dependencies: { '@cdev-test/below': '^1.0.0' } };
    await registry.put(await pack(above, { 'index.js': "module.exports = require('@cdev-test/below') + 1;" }));
    await execa('npm', ['install', '--no-audit', '--no-fund', '@cdev-test/above'], {
      cwd: project.path,
      extendEnv: false,
      env: { ...scrubbedEnvironment(project.path), ...registry.env },
    });
    const { stdout } = await execa(process.execPath, ['-p', "require('@cdev-test/above')"], { cwd: project.path });
    expect(stdout).toBe('43');
    const lock = await readFile(join(project.path, 'package-lock.json'), 'utf8');
    expect(lock).toContain(`${registry.url}@cdev-test/below/-/below-1.2.3.tgz`);
  });

  test('sends what it does not have to the registry behind it', async () => {
    await using behind = await localRegistry({ upstream: false });
    await using registry = await localRegistry({ upstream: behind.url });
    await behind.put(await pack({ name: 'elsewhere', version: '3.0.0' }, {}));
    const { stdout } = await execa('npm', ['view', 'elsewhere', 'version', '--json'], { env: registry.env });
    expect(stdout).toContain('3.0.0');
    expect(registry.requests).toContain('GET /elsewhere');
    expect(behind.requests).toContain('GET /elsewhere');
  });

  test('has the registry that npm is configured with behind it by default', async () => {
    await using behind = await localRegistry({ upstream: false });
    const configured = process.env['npm_config_registry'];
    process.env['npm_config_registry'] = behind.url;
    await using registry = await localRegistry();
    if (configured === undefined) delete process.env['npm_config_registry'];
    else process.env['npm_config_registry'] = configured;
    const answer = await fetch(`${registry.url}some-package`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`${behind.url}some-package`);
  });

  test('answers 404 for what it does not have when it has no upstream', async () => {
    await using registry = await localRegistry({ upstream: false });
    expect((await fetch(`${registry.url}yaml`)).status).toBe(404);
  });

  test('keeps tags and versions apart', async () => {
    await using registry = await localRegistry({ upstream: false });
    await registry.put(await pack({ name: 'a-package', version: '1.0.0' }, {}));
    await registry.put(await pack({ name: 'a-package', version: '2.0.0-rc.1' }, {}), 'next');
    const packument = (await (await fetch(`${registry.url}a-package`)).json()) as Record<string, object>;
    expect(packument['dist-tags']).toEqual({ latest: '1.0.0', next: '2.0.0-rc.1' });
    expect(Object.keys(packument['versions'] ?? {})).toEqual(['1.0.0', '2.0.0-rc.1']);
  });
});
