import { isDeepStrictEqual } from 'node:util';
import type { Generated } from '../finding.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

/** The compiler knows the packages below by reference, which must say what the manifest says. */
export const projectReferences: Generated = {
  name: 'project-references',
  says: 'the references in tsconfig.json are the @cdev dependencies',
  generate: async (workspace) =>
    new Map(
      workspace.packages
        .filter(({ kind }) => kind !== 'tooling')
        .map((pkg) => [`${pkg.folder}/tsconfig.json`, configText(workspace, pkg)]),
    ),
};

function configText({ read }: Workspace, { folder, manifest }: Package): string {
  const references = Object.keys(manifest.dependencies ?? {})
    .filter((name) => name.startsWith('@cdev/'))
    .toSorted()
    .map((name) => ({ path: name.replace('@cdev/', '../') }));
  const wanted = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { composite: true, rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src'],
    ...(references.length > 0 && { references }),
  };
  const text = read(`${folder}/tsconfig.json`);
  if (text !== undefined && isDeepStrictEqual(JSON.parse(text), wanted)) return text;
  return formatted(wanted);
}

/** As oxfmt leaves it. */
function formatted(config: Readonly<Record<string, unknown>>): string {
  const spaced = (value: unknown): string =>
    JSON.stringify(value, undefined, 1)
      .replaceAll(/\n\s*/g, ' ')
      .replaceAll(/\[ | \]/g, (bracket) => bracket.trim());
  const lines = Object.entries(config).map(([field, value]) => `  ${JSON.stringify(field)}: ${spaced(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
