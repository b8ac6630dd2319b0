import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isPipelinePath } from './pipeline-scripts.ts';

export interface FoundFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** A pipeline is what another service than GitHub runs. */
  readonly kind: 'workflow' | 'action' | 'pipeline';
}

/** The workflows, and the actions in `.github` and in the top folder: those that GitHub reads from a repository; and the files that other services read. */
export async function findWorkflowFiles(root: string): Promise<FoundFile[]> {
  const workflows = (await namesIn(join(root, '.github/workflows')))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name): FoundFile => ({ path: `.github/workflows/${name}`, kind: 'workflow' }));
  const atTop = (await namesIn(root)).flatMap((path): FoundFile[] => {
    const kind = kindOfPath(path);
    return kind === undefined ? [] : [{ path, kind }];
  });
  const below = ['.github', '.gitlab', '.gitlab-ci', '.circleci'].map((folder) => filesBelow(root, folder, 4));
  return [...workflows, ...atTop, ...(await Promise.all(below)).flat()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a path is for GitHub or another service; undefined when it is nothing. */
export function kindOfPath(path: string): FoundFile['kind'] | undefined {
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'workflow';
  if (isActionName(path.split('/').at(-1) ?? '')) return 'action';
  return isPipelinePath(path) ? 'pipeline' : undefined;
}

async function filesBelow(root: string, folder: string, depth: number): Promise<FoundFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    const kind = entry.isFile() ? kindOfPath(path) : undefined;
    // Workflows lie in one folder.
    if (kind !== undefined && kind !== 'workflow') found.push({ path, kind });
    else if (entry.isDirectory() && depth > 0 && entry.name !== 'node_modules')
      found.push(...(await filesBelow(root, path, depth - 1)));
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
