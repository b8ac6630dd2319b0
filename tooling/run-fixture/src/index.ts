/** For tests of scripts that work on a run: a real repository, a sound plan, a journal and a worktree for each agent. */
export { parallelRun } from './parallel-run.ts';
export type { AgentFixture, ParallelRun, ParallelRunOptions } from './parallel-run.ts';
