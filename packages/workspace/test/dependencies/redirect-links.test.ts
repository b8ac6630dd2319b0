import { mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { redirectLinks } from '../../src/dependencies/redirect-links.ts';

describe('redirectLinks', () => {
  test.each([
    ['relative within the repository', '../packages/a', '../packages/a'],
    ['relative within dependencies', '.pnpm/a/node_modules/a', '.pnpm/a/node_modules/a'],
    ['absolute into the repository', '<from>/packages/a', '<to>/packages/a'],
    ['relative out of the repository', '../../store/a', '<root>/store/a'],
    ['absolute out of the repository', '<root>/store/a', '<root>/store/a'],
  ])('leaves or turns a link that is %s', async (_, target, expected) => {
    await using folder = await tempFolder({ 'trees/deep/one/node_modules/x': 'x' });
    const places = {
      '<from>': join(folder.path, 'main ñ'),
      '<to>': join(folder.path, 'trees/deep/one'),
      '<root>': folder.path,
    };
    const fill = (text: string): string => text.replace(/<\w+>/, (name) => places[name as keyof typeof places]);
    const link = join(places['<to>'], 'node_modules', 'link');
    await symlink(fill(target), link);
    await redirectLinks(dirname(link), { from: places['<from>'], to: places['<to>'] });
    expect(await readlink(link)).toBe(fill(expected));
  });

  test('rewrites start scripts, and leaves programs and large files', async () => {
    await using folder = await tempFolder();
    const [from, to] = [join(folder.path, 'main'), join(folder.path, 'one')];
    const bin = join(to, 'node_modules', 'pkg', '.bin');
    await mkdir(bin, { recursive: true });
    const script = `#!/bin/sh\nexport NODE_PATH="${from}/node_modules:${from}-other/x"\n`;
    const large = `${from}/`.repeat(5000);
    const binary = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`${from}/lib`)]);
    await writeFile(join(bin, 'tool'), script, { mode: 0o755 });
    await writeFile(join(bin, 'large'), large);
    await writeFile(join(bin, 'binary'), binary);
    await writeFile(join(bin, '..', 'index.js'), script);
    await redirectLinks(join(to, 'node_modules'), { from, to });
    expect(await readFile(join(bin, 'tool'), 'utf8')).toBe(
      `#!/bin/sh\nexport NODE_PATH="${to}/node_modules:${from}-other/x"\n`,
    );
    expect((await stat(join(bin, 'tool'))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(bin, 'large'), 'utf8')).toBe(large);
    expect((await readFile(join(bin, 'binary'))).subarray(0, 3)).toEqual(binary.subarray(0, 3));
    expect(await readFile(join(bin, '..', 'index.js'), 'utf8')).toBe(script);
  });
});
