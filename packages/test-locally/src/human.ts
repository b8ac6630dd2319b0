import type { Page } from '@cdev/core/cli';
import type { WorkflowTest } from './ci/workflow-test.ts';
import { packedRunText } from './packed-run-text.ts';
import type { PackedRun } from './packed/packed-run.ts';
import type { TestRun } from './run/test-run.ts';
import { testRunText } from './test-run-text.ts';
import { workflowTestText } from './workflow-test-text.ts';

/** Any of the things that this script runs, as text. */
export function runText(run: TestRun | PackedRun | WorkflowTest, page: Page): string {
  if (run.kind === 'packed') return packedRunText(run, page);
  return run.kind === 'ci' ? workflowTestText(run, page) : testRunText(run, page);
}
