import { bringTypescript, localRegistry, runBin, tempFolder, tempRepo, type TempRepo } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';

// Here, where every script is built: the front door does not depend on prepublish and postpublish, which it starts where they are.
const releasable = (): Promise<TempRepo> =>
  tempRepo(
    {
      'package.json': `${JSON.stringify(
        {
          name: '@acme/words',
          version: '1.1.0',
          description: 'Says hello',
          license: 'MIT',
          type: 'module',
          exports: { '.': { types: './index.d.ts', default: './index.js' } },
          files: ['index.js', 'index.d.ts'],
          engines: { node: '>=22' },
          publishConfig: { access: 'public' },
        },
        null,
        2,
      )}\n`,
      'index.js': 'export const hello = () => "hello";\n',
      'index.d.ts': 'export declare const hello: () => string;\n',
      'README.md': '# words\n\nSays hello.\n',
      LICENSE: 'MIT\n',
      '.gitignore': 'node_modules\n',
      'CHANGELOG.md': '# @acme/words\n\n## 1.1.0\n\n- Says hello.\n',
    },
    { origin: true },
  );

test('cdev run release checks, publishes what was packed after a yes, and checks what users get', async () => {
  // With nothing behind it: a release of a package without dependencies needs no other registry.
  await using registry = await localRegistry({ upstream: false });
  await using repo = await releasable();
  await bringTypescript(repo.path);
  await using home = await tempFolder();
  const run = (...argv: string[]) =>
    runBin('cli', ['run', 'release', ...argv], {
      cwd: repo.path,
      timeLimit: 400_000,
      env: registry.env,
      home: home.path,
    });
  const first = await run();
  expect(first.stderr).toContain('CDEV_E_PIPELINE_APPROVAL_NEEDED');
  expect(registry.packument('@acme/words')).toBeUndefined();
  const second = await run('--approve', 'publish');
  expect({ exitCode: second.exitCode, text: second.exitCode === 0 ? '' : second.stdout + second.stderr }).toEqual({
    exitCode: 0,
    text: '',
  });
  expect(registry.packument('@acme/words')?.['dist-tags']).toEqual({ latest: '1.1.0' });
  expect(await repo.git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v1.1.0');
}, 900_000);
