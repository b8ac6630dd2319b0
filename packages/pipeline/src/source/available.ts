import { hashFilesFunction, statusFunctions, type Availability } from '@cdev/github-workflow';

export type PipelineContext = 'inputs' | 'needs' | 'matrix' | 'env';

/** What expressions of a place may speak of. */
export function available(
  contexts: readonly PipelineContext[],
  { status = false }: { readonly status?: boolean } = {},
): Availability {
  return { contexts, functions: [hashFilesFunction, ...(status ? statusFunctions : [])] };
}

/** Where a step's own words stand. */
export const inStep = available(['inputs', 'needs', 'matrix', 'env']);
