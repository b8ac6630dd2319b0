import { errors } from './errors.ts';
import { readPipelines } from './source/read-pipelines.ts';
import type { PipelineSource } from './source/pipeline-source.ts';

export interface FoundPipeline {
  readonly pipeline: PipelineSource;
  /** Where its steps run: the folder of its file; for one that ships `cwd`. */
  readonly folder: string;
}

/**
 * A pipeline by its name; or by a file that has only one.
 * @throws CDEV_E_PIPELINE_NAME_MISSING, CDEV_E_PIPELINE_UNKNOWN, and as `readPipelines`
 */
export async function findPipeline(
  name: string | undefined,
  { cwd, file }: { readonly cwd: string; readonly file?: string | undefined },
): Promise<FoundPipeline> {
  const isFile = name !== undefined && /\.(?:ya?ml|json)$/i.test(name);
  const collection = await readPipelines(cwd, { file: isFile ? name : file });
  const own = collection.pipelines.filter(({ isShipped }) => !isShipped);
  const known = (isFile ? own : collection.pipelines).map((one) => one.name).join(', ');
  const pipeline = isFile
    ? own.length === 1
      ? own[0]
      : undefined
    : collection.pipelines.find((one) => one.name === name);
  if (pipeline) return { pipeline, folder: pipeline.isShipped ? cwd : collection.folder };
  if (name === undefined || isFile) throw errors.make('CDEV_E_PIPELINE_NAME_MISSING', { known });
  throw errors.make('CDEV_E_PIPELINE_UNKNOWN', { name, known });
}
