import type { AgentCommitOptions } from '../src/index.ts';

/** What a command line without options asks for. */
export const plainOptions: AgentCommitOptions = {
  agents: [],
  plan: undefined,
  isAll: false,
  message: undefined,
  isAmend: false,
  isPartial: false,
  runChecks: false,
  allowCredentials: false,
  isDryRun: false,
};
