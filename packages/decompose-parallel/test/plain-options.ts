import type { DecomposeOptions } from '../src/index.ts';

/** What the command line gives where nothing is asked for. */
export const plain: DecomposeOptions = {
  reference: undefined,
  file: undefined,
  text: undefined,
  strategy: 'auto',
  maxAgents: 8,
  maxFiles: 10,
  base: undefined,
  out: undefined,
  isInteractive: false,
  replace: false,
  isDryRun: false,
  explain: false,
};
