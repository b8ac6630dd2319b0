import type { Page } from '@cdev/core/cli';
import type { PackedRun } from './packed/packed-run.ts';
import { packedRunText } from './packed-run-text.ts';
import type { TestRun } from './run/test-run.ts';
import { testRunText } from './test-run-text.ts';

export function runText(run: TestRun | PackedRun, page: Page): string {
  return run.kind === 'packed' ? packedRunText(run, page) : testRunText(run, page);
}
