import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packPackage, readTarball, unpackTarball } from '@cdev/package-tarball';
import { readPackageWorkspace } from '@cdev/package-workspace';
import { tempFolder } from '@cdev/test-kit';

/** The same package with other files (undefined: without it), and perhaps another version. */
export async function otherTarball(
  bytes: Buffer,
  files: Readonly<Record<string, string | undefined>>,
  version?: string,
): Promise<Buffer> {
  await using folder = await tempFolder({});
  const inside = join(folder.path, 'inside');
  await mkdir(inside);
  const tarball = readTarball(bytes);
  await unpackTarball(tarball, inside);
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) await rm(join(inside, path));
    else await writeFile(join(inside, path), content);
  }
  if (version !== undefined)
    await writeFile(join(inside, 'package.json'), JSON.stringify({ ...tarball.manifest, version }));
  const workspace = await readPackageWorkspace(inside);
  const [member] = workspace.members;
  const packed = await packPackage({
    member: member!,
    workspace,
    destination: join(folder.path, 'out'),
    env: process.env,
  });
  return packed.bytes;
}
