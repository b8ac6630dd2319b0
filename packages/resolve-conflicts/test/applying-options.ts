import type { ResolveConflictsOptions } from '../src/index.ts';

/** What the command line gives with `--apply`. */
export const applying: ResolveConflictsOptions = {
  plan: undefined,
  agents: [],
  ours: undefined,
  theirs: undefined,
  into: undefined,
  strategy: 'structured',
  minConfidence: 'likely',
  lockfiles: 'write',
  explain: false,
  remembers: true,
  apply: true,
  isDryRun: false,
};
