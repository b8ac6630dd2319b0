import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly kind: 'workflow' | 'action';
}

/** The workflows, and the actions in `.github` and in the top folder: those that GitHub reads from a repository. */
export async function findWorkflowFiles(root: string): Promise<FoundFile[]> {
  const workflows = (await namesIn(join(root, '.github/workflows')))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name): FoundFile => ({ path: `.github/workflows/${name}`, kind: 'workflow' }));
  const atTop = (await namesIn(root)).filter(isActionName).map((name): FoundFile => ({ path: name, kind: 'action' }));
  return [...workflows, ...atTop, ...(await actionsBelow(root, '.github', 4))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** What a path is for GitHub; undefined when it is neither. */
export function kindOfPath(path: string): FoundFile['kind'] | undefined {
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'workflow';
  return isActionName(path.split('/').at(-1) ?? '') ? 'action' : undefined;
}

async function actionsBelow(root: string, folder: string, depth: number): Promise<FoundFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile() && isActionName(entry.name)) found.push({ path, kind: 'action' });
    else if (entry.isDirectory() && depth > 0 && entry.name !== 'node_modules')
      found.push(...(await actionsBelow(root, path, depth - 1)));
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

function isActionName(name: string): boolean {
  return name === 'action.yml' || name === 'action.yaml';
}
