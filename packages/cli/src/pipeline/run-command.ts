import type { Context, Outcome } from '@cdev/core/cli';
import {
  findPipeline,
  planPipeline,
  readPipelines,
  runPipeline,
  type PipelinePlan,
  type PipelineRun,
  type PipelineSource,
} from '@cdev/pipeline';

export interface RunCommandOptions {
  readonly pipeline: string | undefined;
  readonly inputs: readonly string[];
  readonly list: boolean;
  readonly file: string | undefined;
  readonly approve: readonly string[];
  readonly resume: boolean;
  readonly fresh: boolean;
  readonly maxParallel: number | undefined;
  readonly isDryRun: boolean;
  readonly yes: boolean;
}

export interface ListedPipeline {
  readonly name: string;
  readonly description: string;
  /** The project's file, or that it ships. */
  readonly from: string;
  readonly inputs: readonly { readonly name: string; readonly description: string; readonly isRequired: boolean }[];
  readonly steps: readonly string[];
}

export type RunCommandResult =
  | { readonly kind: 'list'; readonly pipelines: readonly ListedPipeline[] }
  | ({ readonly kind: 'plan' } & PipelinePlan)
  | ({ readonly kind: 'run' } & PipelineRun);

/** `cdev run`: lists pipelines, shows what one would do, or runs it. @throws as @cdev/pipeline does */
export async function runCommand(options: RunCommandOptions, context: Context): Promise<Outcome<RunCommandResult>> {
  const { cwd } = context;
  const { file } = options;
  if (options.list) {
    const { pipelines } = await readPipelines(cwd, { file });
    return { result: { kind: 'list', pipelines: pipelines.map(listed) }, status: 'ok' };
  }
  const { pipeline, folder } = await findPipeline(options.pipeline, { cwd, file });
  const { inputs, approve, yes, resume: isResumed, fresh: isFresh, maxParallel } = options;
  const asked = { pipeline, folder, inputs, approve, yes, isResumed, isFresh, maxParallel };
  if (options.isDryRun) return { result: { kind: 'plan', ...(await planPipeline(asked, context)) }, status: 'ok' };
  const { result, status } = await runPipeline(asked, context);
  return { result: { kind: 'run', ...result }, status };
}

function listed({ name, description, isShipped, file, inputs, steps }: PipelineSource): ListedPipeline {
  return {
    name,
    description,
    from: isShipped ? 'ships with cdev' : file,
    inputs: Object.entries(inputs).map(([input, { description: text, isRequired }]) => ({
      name: input,
      description: text,
      isRequired,
    })),
    steps: steps.map(({ id }) => id),
  };
}
