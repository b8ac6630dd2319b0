import { testContext, type TestContextOptions } from '@cdev/test-kit';
import { findPipeline } from '../src/find-pipeline.ts';
import { runPipeline, type RunPipelineOptions } from '../src/run/run-pipeline.ts';

/** The file of one pipeline called `work`, from what stands below `work:` (indented by four). */
export function pipelineFile(body: string): string {
  return `version: 1\npipelines:\n  work:\n${body.replace(/^\n/, '')}\n`;
}

export async function optionsFor(cwd: string, options: Partial<RunPipelineOptions> = {}): Promise<RunPipelineOptions> {
  const { pipeline, folder } = await findPipeline('work', { cwd });
  const nothing = { inputs: [], approve: [], yes: false, isResumed: false, isFresh: false, maxParallel: undefined };
  return { pipeline, folder, ...nothing, ...options };
}

/** Runs it; gives status by instance beside the whole result. */
export async function runWork(
  cwd: string,
  options: Partial<RunPipelineOptions> & Omit<Partial<TestContextOptions>, 'cwd'> = {},
) {
  const context = testContext({ ...options, cwd });
  const { result, status } = await runPipeline(await optionsFor(cwd, options), context);
  const statuses = Object.fromEntries(result.steps.map((step) => [step.instance, step.status]));
  const outputs = Object.fromEntries(result.steps.map((step) => [step.instance, step.outputs]));
  return { ...result, outcome: status, statuses, outputs };
}
