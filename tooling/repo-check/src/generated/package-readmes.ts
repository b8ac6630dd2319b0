import { renderHelp, type Script } from '@cdev/core/cli';
import type { ErrorDocumentation } from '@cdev/core/errors';
import type { Generated } from '../finding.ts';
import { loadErrors, loadScript } from '../workspace/load-script.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';
import { ensurePart, markdownTable } from './marked-part.ts';

/** The parts of a package's README that are said elsewhere already: stability, help, environment, errors. */
export const packageReadmes: Generated = {
  name: 'package-readmes',
  says: "help, environment and errors in a package's README are what its sources say",
  generate: async (workspace) => {
    const texts = new Map<string, string>();
    for (const pkg of workspace.packages.filter(({ manifest }) => !manifest.private))
      texts.set(`${pkg.folder}/README.md`, await readmeText(workspace, pkg));
    return texts;
  },
};

async function readmeText(workspace: Workspace, pkg: Package): Promise<string> {
  const script = await loadScript(workspace, pkg);
  const errors = await loadErrors(workspace, pkg);
  const { env = {} } = pkg.manifest.cdev ?? {};
  const parts = [
    ...(script ? [{ name: 'help', heading: 'Reference', body: helpBody(script) }] : []),
    ...(Object.keys(env).length > 0
      ? [{ name: 'environment', heading: 'Environment', body: environmentBody(env) }]
      : []),
    ...(errors.length > 0 ? [{ name: 'errors', heading: 'Errors', body: errorsBody(errors) }] : []),
  ];
  const begun = workspace.read(`${pkg.folder}/README.md`) ?? `# ${pkg.name}\n\n${pkg.manifest.description ?? ''}.\n`;
  return parts.reduce(ensurePart, begun);
}

function helpBody(script: Script): string {
  const main = script.commands.some(({ name }) => name === '') ? [] : [undefined];
  return [...main, ...script.commands]
    .map((command) => {
      const line = [script.name, command?.name ?? '', '--help'].filter((word) => word !== '').join(' ');
      return `\`\`\`text\n$ ${line}\n${renderHelp(script, command)}\`\`\``;
    })
    .join('\n\n');
}

function environmentBody(env: Readonly<Record<string, string>>): string {
  return markdownTable(
    ['variable', 'what for'],
    Object.entries(env).map(([name, purpose]) => [`\`${name}\``, purpose]),
  );
}

function errorsBody(errors: readonly ErrorDocumentation[]): string {
  return markdownTable(
    ['code', 'kind', 'what happened', 'what to do'],
    errors.map(({ code, kind, title, steps }) => [`\`${code}\``, kind, title, steps.join('<br>')]),
  );
}
