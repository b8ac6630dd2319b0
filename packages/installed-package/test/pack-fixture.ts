import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import { tempFolder } from '@cdev/test-kit';

export interface Fixture {
  readonly name: string;
  readonly version?: string;
  readonly [field: string]: unknown;
}

/** Packs a package as `npm pack` lays it out; the path of the tarball, in `folder`. */
export async function packFixture(
  folder: string,
  { version = '1.0.0', ...fields }: Fixture,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const manifest = { version, ...fields };
  await using source = await tempFolder({
    'package/package.json': JSON.stringify(manifest),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])),
  });
  await run('chmod', ['-R', 'a+rX', source.path], { cwd: source.path });
  const file = join(folder, `${fields.name.replace(/[@/]/g, '')}-${version}.tgz`);
  await run('tar', ['-czf', file, 'package'], { cwd: source.path });
  return file;
}
