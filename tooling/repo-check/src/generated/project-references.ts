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

/** As oxfmt leaves it: a field on one line where it fits. */
function formatted(config: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(config).map(([field, value]) => {
    const line = `  ${JSON.stringify(field)}: ${spaced(value)}`;
    if (line.length < 120 || !Array.isArray(value)) return line;
    return `  ${JSON.stringify(field)}: [\n${value.map((item) => `    ${spaced(item)}`).join(',\n')}\n  ]`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function spaced(value: unknown): string {
  return JSON.stringify(value, undefined, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/\[ | \]/g, (bracket) => bracket.trim());
}
