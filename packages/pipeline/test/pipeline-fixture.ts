import { readFile } from 'node:fs/promises';
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

/** A zombie counts as gone: its parent has not asked for it yet. */
export async function isGone(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 200; turn += 1) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (stat === '' || stat.split(') ')[1]?.startsWith('Z')) return true;
    await new Promise((done) => setTimeout(done, 25));
  }
  return false;
}
