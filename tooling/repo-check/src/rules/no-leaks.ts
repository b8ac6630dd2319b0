import { homedir, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Finding, Rule } from '../finding.ts';
import type { Workspace } from '../workspace/workspace.ts';

const rule = 'no-leaks';
const registryHost = /https?:\/\/(?:registry|deb)\.[\w.-]+/;
const textual = /\.(ts|js|mjs|cjs|json|jsonc|ya?ml|md|sh|txt|html|css)$|(^|\/)[^./]+$/;

/** Nothing in the repository speaks of the machine it was written on, or ties its users to one registry. */
export const noLeaks: Rule = {
  name: rule,
  says: 'no file names a registry host or a path of this machine',
  check: (workspace) =>
    workspace.files
      .filter((file) => textual.test(file) && file !== 'pnpm-lock.yaml')
      .flatMap((file) => checkFile(workspace, file)),
};

function checkFile(workspace: Workspace, file: string): Finding[] {
  const places = machinePaths(workspace.root);
  return (workspace.read(file) ?? '').split('\n').flatMap((line, index) => {
    const where = `${file}:${index + 1}`;
    const host = registryHost.exec(line)?.[0];
    if (host !== undefined)
      return [
        {
          rule,
          file: where,
          why: `it names the registry ${host}`,
          mend: 'Ask npm at run time: npm config get registry',
        },
      ];
    const path = places.find((place) => place.test(line))?.exec(line)?.[0];
    if (path === undefined) return [];
    return [
      { rule, file: where, why: `it names ${path}, a path of this machine`, mend: 'Make it relative, or a parameter' },
    ];
  });
}

/** Folders whose names can only have come from this machine. Short and common ones would be found in any text. */
function machinePaths(root: string): readonly RegExp[] {
  const parent = dirname(root);
  return [root, ...(parent === tmpdir() ? [] : [parent]), homedir()]
    .filter((folder) => folder.length > 1)
    .map((folder) => new RegExp(`(?<![\\w.~})>*-])${folder.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/`));
}
