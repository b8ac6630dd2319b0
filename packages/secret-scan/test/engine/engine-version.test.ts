import { appendFile, cp, symlink } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { engineVersion } from '../../src/engine/engine-version-at-build.ts';

const inPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test('what is remembered goes by the sources: with another detector it is asked for anew', async () => {
  await using copy = await tempFolder();
  await cp(inPackage('src'), join(copy.path, 'src'), { recursive: true });
  await cp(inPackage('package.json'), join(copy.path, 'package.json'));
  await symlink(inPackage('node_modules'), join(copy.path, 'node_modules'));
  const versionNow = async (time: number): Promise<string> => {
    const { href } = pathToFileURL(join(copy.path, 'src/engine/engine-version-at-build.ts'));
    return ((await import(`${href}?${time}`)) as { engineVersion: string }).engineVersion;
  };
  expect(await versionNow(1)).toBe(engineVersion);
  await appendFile(join(copy.path, 'src/grade/path-kind.ts'), '\nexport const more = 1;\n');
  expect(await versionNow(2)).not.toBe(engineVersion);
});
