import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { errors } from '../errors.ts';
import { parsePipelines } from './parse-pipelines.ts';
import type { PipelineSource } from './pipeline-source.ts';

export const pipelineFile = 'cdev.pipeline.yaml';

/** The folder of the pipelines that ship: of this package as Node finds it, since its code is also part of a bundle that lies elsewhere. */
function shippedFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@cdev/pipeline/package.json')), 'pipelines');
}

export interface PipelineCollection {
  /** The project's own first; of two with one name only the project's. */
  readonly pipelines: readonly PipelineSource[];
  /** Where the steps of the project's own run: the folder of its file. */
  readonly folder: string;
  /** The project's file; undefined when it has none. */
  readonly file: string | undefined;
}

/**
 * The pipelines of the nearest `cdev.pipeline.yaml`, from `cwd` up to the repository's top, and those that ship.
 * @param file this one instead
 * @throws CDEV_E_PIPELINE_FILE_UNREADABLE, CDEV_E_PIPELINE_INVALID
 */
export async function readPipelines(
  cwd: string,
  { file: given }: { readonly file?: string | undefined } = {},
): Promise<PipelineCollection> {
  const file = given === undefined ? nearest(cwd) : resolve(cwd, given);
  const own = file === undefined ? [] : parsePipelines(await read(file), { file, isShipped: false });
  const names = new Set(own.map(({ name }) => name));
  const others = (await readShipped(shippedFolder())).filter(({ name }) => !names.has(name));
  return { pipelines: [...own, ...others], folder: file === undefined ? cwd : dirname(file), file };
}

async function readShipped(folder: string): Promise<readonly PipelineSource[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const lists = await Promise.all(
    names.map(async (name) => parsePipelines(await read(join(folder, name)), { file: name, isShipped: true })),
  );
  return lists.flat();
}

function nearest(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, pipelineFile);
    if (existsSync(file)) return file;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PIPELINE_FILE_UNREADABLE', { file, reason: code }, { cause });
  }
}
