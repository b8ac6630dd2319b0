import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceMember, PackageWorkspace } from '@cdev/package-workspace';
import type packlist from 'npm-packlist';

/** The tree that npm's choice of files looks at; of an installed one only what bundled dependencies need is used. */
type PackTree = Parameters<typeof packlist>[0];

export interface PackFilesOptions {
  readonly folder: string;
  /** Ignore files between the root of an npm workspace and the package count, and other packages in its folder do not belong to it. */
  readonly within?: { readonly member: WorkspaceMember; readonly workspace: PackageWorkspace } | undefined;
}

/**
 * The archive that `npm pack` makes of a folder, byte by byte, in this process: npm's own choice of files and the settings of its archiver. Neither
 * `libnpmpack` nor `pacote` is used, because they load eighty packages, half a second's worth, for fetching what is here already; `@npmcli/arborist` is
 * loaded only for `bundleDependencies`, where the installed tree counts.
 */
export async function packFiles({ folder, within }: PackFilesOptions): Promise<Buffer> {
  const [{ default: packlist }, { default: PackageJson }, tar] = await Promise.all([
    import('npm-packlist'),
    import('@npmcli/package-json'),
    import('tar'),
  ]);
  const { content } = await PackageJson.normalize(folder);
  const tree = await treeOf(content, { folder, within });
  const isMember = within !== undefined && within.member.path !== '' && within.workspace.manager.name === 'npm';
  const options = { path: folder, ...(isMember && { prefix: within.workspace.root, workspaces: [folder] }) };
  const files = await packlist(tree, options);
  const bins = new Set(Object.values(Object(content['bin']) as Readonly<Record<string, string>>));
  const archive = tar.create(
    {
      cwd: folder,
      prefix: 'package/',
      portable: true,
      gzip: { level: 9 },
      // The same date for every file, so that the same files give the same bytes.
      mtime: new Date('1985-10-26T08:15:00.000Z'),
      filter: (path, stats) => {
        // As npm does it, which looks past the first folder: a bin at the top is made executable, one in a folder keeps its rights.
        if (bins.has(path.replace(/^[^\\/]*\//, '')) && 'mode' in stats) stats.mode |= 0o111;
        return true;
      },
    },
    files,
  );
  return Buffer.concat(await archive.collect());
}

async function treeOf(content: Record<string, unknown>, { folder, within }: PackFilesOptions): Promise<PackTree> {
  const { bundleDependencies } = content;
  if (
    Array.isArray(bundleDependencies) &&
    bundleDependencies.length > 0 &&
    (await isThere(join(folder, 'node_modules')))
  ) {
    const { default: Arborist } = await import('@npmcli/arborist');
    return new Arborist({ path: folder }).loadActual();
  }
  const others = within?.member.path === '' ? within.workspace.members.filter(({ path }) => path !== '') : [];
  const bare = {
    path: folder,
    package: content,
    isProjectRoot: true,
    edgesOut: new Map(),
    workspaces: others.length === 0 ? null : new Map(others.map(({ name, folder: place }) => [name, place])),
  };
  return bare as unknown as PackTree;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
