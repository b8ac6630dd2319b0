import type { Generated } from '../finding.ts';
import { loadScript } from '../workspace/load-script.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';
import { markdownTable, replacePart } from './marked-part.ts';

/** The scripts as the repository's README lists them. */
export const scriptTable: Generated = {
  name: 'script-table',
  says: 'the table of scripts in README.md is what the packages say',
  generate: async (workspace) => {
    const readme = workspace.read('README.md') ?? '';
    const scripts = workspace.packages
      .filter(({ kind }) => kind === 'script' || kind === 'front')
      .toSorted((a, b) => Number(b.kind === 'front') - Number(a.kind === 'front'));
    const rows = await Promise.all(scripts.map((pkg) => row(workspace, pkg)));
    const table = markdownTable(['script', 'what for', 'for example', 'stability', 'owner'], rows);
    return new Map([
      ['README.md', replacePart(readme, 'scripts', table) ?? `${readme}<!-- scripts -->\n\n<!-- /scripts -->\n`],
    ]);
  },
};

async function row(workspace: Workspace, pkg: Package): Promise<string[]> {
  const { folder, manifest } = pkg;
  const script = await loadScript(workspace, pkg);
  const [example] = script?.commands[0]?.examples ?? [];
  const [bin = manifest.name] = Object.keys(manifest.bin ?? {});
  const { stability = '', owner = '' } = manifest.cdev ?? {};
  return [
    `[${bin}](${folder}/README.md)`,
    manifest.description ?? '',
    example === undefined ? '' : `\`${example[0]}\``,
    stability,
    owner,
  ];
}
