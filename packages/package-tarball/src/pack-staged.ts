import { mkdtemp, cp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import { packFiles } from './pack-files.ts';
import { publishedManifest } from './published-manifest.ts';

/**
 * Packs a copy of the package whose manifest is the one for users: for workspaces whose ranges npm does not know, where the package manager that knows them
 * is not installed. The package's own folder is not touched.
 */
export async function packStaged(member: WorkspaceMember, workspace: PackageWorkspace): Promise<Buffer> {
  const manifest = publishedManifest(member, workspace);
  const folder = await mkdtemp(join(tmpdir(), 'cdev-pack-'));
  try {
    await cp(member.folder, folder, {
      recursive: true,
      dereference: false,
      verbatimSymlinks: true,
      filter: (source) => !isLeftOut(relative(member.folder, source)),
    });
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return await packFiles({ folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Never packed, and often large. */
function isLeftOut(path: string): boolean {
  const [top] = path.split(sep);
  return top === 'node_modules' || top === '.git';
}
