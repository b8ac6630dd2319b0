import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import { parseWorkflow } from './parse-workflow.ts';
import type { WorkflowSource } from './workflow-source.ts';

export interface WorkflowReading {
  /** The folder that has `.github/workflows`. */
  readonly root: string;
  /** By path. */
  readonly workflows: readonly WorkflowSource[];
  /** Those that GitHub would refuse, with why. */
  readonly broken: readonly { readonly path: string; readonly error: CdevError }[];
}

/**
 * The workflows of the folder `cwd` or the nearest above it that has some. With `files` (relative to `cwd`) those alone, wherever they are.
 * @throws CDEV_E_WORKFLOW_NONE, CDEV_E_WORKFLOW_UNREADABLE
 */
export async function readWorkflows(
  cwd: string,
  options: { readonly files?: readonly string[]; readonly root?: string } = {},
): Promise<WorkflowReading> {
  const found = options.root ?? (await findRoot(cwd));
  const named = options.files?.map((file) => (isAbsolute(file) ? file : resolve(cwd, file)));
  if (found === undefined && !named) throw errors.make('CDEV_E_WORKFLOW_NONE', { folder: cwd });
  const root = found ?? cwd;
  const paths = named ?? (await workflowFiles(join(root, '.github/workflows')));
  if (paths.length === 0) throw errors.make('CDEV_E_WORKFLOW_NONE', { folder: root });
  const workflows: WorkflowSource[] = [];
  const broken: { path: string; error: CdevError }[] = [];
  for (const file of paths) {
    const path = relative(root, file).split(sep).join('/');
    try {
      workflows.push(parseWorkflow(await contentOf(file, path), { root, path }));
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_WORKFLOW_INVALID')) throw error;
      broken.push({ path, error });
    }
  }
  return { root, workflows, broken };
}

/** @throws CDEV_E_WORKFLOW_INVALID, CDEV_E_WORKFLOW_UNREADABLE */
export async function readWorkflow(root: string, path: string): Promise<WorkflowSource> {
  return parseWorkflow(await contentOf(join(root, path), path), { root, path });
}

export async function contentOf(file: string, path: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw errors.make('CDEV_E_WORKFLOW_UNREADABLE', { file: path, reason }, { cause });
  }
}

async function findRoot(cwd: string): Promise<string | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if ((await workflowFiles(join(folder, '.github/workflows'))).length > 0) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function workflowFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
