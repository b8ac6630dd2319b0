import type { GenerateOptions } from '../src/index.ts';

/** What the command line gives without options. */
export function generateOptions(given: Partial<GenerateOptions>): GenerateOptions {
  return {
    text: undefined,
    issue: undefined,
    file: undefined,
    target: 'context',
    out: undefined,
    name: undefined,
    maxTokens: 6000,
    maxFiles: 10,
    explain: false,
    isDryRun: false,
    ...given,
  };
}
