/** Commits the finished work of agents, ownership enforced; `cli.ts` is the same as a command line. */
export { agentCommit } from './agent-commit.ts';
export type { AgentCommitOptions, AgentCommitResult, CommitFailure } from './agent-commit.ts';
export { changePaths } from './change-paths.ts';
export type { ChangePathsOptions, ChangePathsResult } from './change-paths.ts';
export type { AgentCommit, CommitAgentOptions } from './commit-agent.ts';
export { errors as agentCommitErrors } from './errors.ts';
export { health } from './health.ts';
