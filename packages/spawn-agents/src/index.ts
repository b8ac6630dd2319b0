/** Worktrees for the agents of a plan, and the agents in them; `cli.ts` is the same as a command line. */
export { attachAgent } from './attach-agent.ts';
export type { AttachOptions, AttachView } from './attach-agent.ts';
export { cleanupAgents } from './cleanup/cleanup-agents.ts';
export type { CleanedAgent, CleanupResult } from './cleanup/cleanup-agents.ts';
export type { CleanupItem, CleanupOptions } from './cleanup/plan-cleanup.ts';
export { spawnCosts } from './costs/spawn-costs.ts';
export type { CostGroup, CostsOptions, CostsResult } from './costs/spawn-costs.ts';
export { doctor } from './doctor.ts';
export type { DoctorResult } from './doctor.ts';
export { driverNamed, driverNames, requireDriver } from './drivers/index.ts';
export type {
  AgentActivity,
  CommandLine,
  Detection,
  Driver,
  DriverName,
  DriverTask,
  Permissions,
} from './drivers/index.ts';
export { errors as spawnAgentsErrors } from './errors.ts';
export { health } from './health.ts';
export type { KeptWork } from './kept/list-kept.ts';
export { messageAgent } from './message-agent.ts';
export type { MessageOptions, MessageResult } from './message-agent.ts';
export { restoreAgent } from './kept/restore-agent.ts';
export type { RestoreOptions, RestoreResult } from './kept/restore-agent.ts';
export { verifyKept } from './kept/verify-kept.ts';
export type { VerifiedItem, VerifyResult } from './kept/verify-kept.ts';
export { spawnAgents } from './spawn-agents.ts';
export type { SpawnedAgent, SpawnedRun, SpawnResult } from './spawn-result.ts';
export type { RunOptions, SpawnOptions } from './spawn-options.ts';
export { stopAgents } from './stop-agents.ts';
export type { StopOptions, StopResult } from './stop-agents.ts';
export { takeOverAgent } from './take-over/take-over-agent.ts';
export type { TakeOverOptions, TakeOverResult } from './take-over/take-over-agent.ts';
