/** Runs of many agents: the journal and the state it tells, what an agent is told, and the commit of its finished work. */
export { runSchemaVersion } from './run-event.ts';
export type {
  Activity,
  AgentVerdict,
  EventStamp,
  FleetOrigin,
  NewRunEvent,
  ReceiptEvent,
  RunEvent,
  RunEventType,
  ValidationVerdict,
} from './run-event.ts';
export { errors as runErrors } from './errors.ts';
export { agentLock, agentLog, runPaths } from './run-paths.ts';
export type { AgentLogOptions, RunPaths } from './run-paths.ts';
export {
  agentOfBranch,
  branchName,
  integrationBranch,
  integrator,
  setAsideRef,
  snapshotRef,
  worktreeFolder,
} from './run-names.ts';
export type { WorktreeFolderOptions } from './run-names.ts';
export { appendEvent, openJournal, readEvents } from './journal/journal.ts';
export type { Journal } from './journal/journal.ts';
export { createInbox } from './journal/inbox.ts';
export type { Inbox } from './journal/inbox.ts';
export { listRuns } from './journal/list-runs.ts';
export type { RunList, RunSummary, UnreadableRun } from './journal/list-runs.ts';
export { runState } from './state/run-state.ts';
export type { OwnershipChange, RunState, RunStateOptions } from './state/run-state.ts';
export { runCosts } from './state/run-costs.ts';
export type { AgentCost } from './state/run-costs.ts';
export { hasEnded } from './state/has-ended.ts';
export { isAtWork } from './state/is-at-work.ts';
export { isPutOut } from './state/is-put-out.ts';
export type { AgentState, AgentStatus, KeptRef, SetAsideRef } from './state/agent-state.ts';
export type { EjectedCandidate, IntegrationState, MergedCandidate } from './state/reduce-integration.ts';
export { contextFile, contextSchemaVersion, createContext } from './context/agent-context.ts';
export type { AgentContext, CreateContextOptions, ProjectCommand } from './context/agent-context.ts';
export { parseContext } from './context/parse-context.ts';
export { readContext, serialiseContext, writeContext } from './context/context-store.ts';
export {
  checklistFile,
  createChecklist,
  parseChecklist,
  readChecklist,
  serialiseChecklist,
  writeChecklist,
} from './context/checklist.ts';
export type { Checklist, ChecklistItem } from './context/checklist.ts';
export { promptFile, renderPrompt } from './context/render-prompt.ts';
export { workBase } from './work/work-base.ts';
export type { WorkTip } from './work/work-base.ts';
export { inspectWork } from './work/inspect-work.ts';
export type { InspectWorkOptions } from './work/inspect-work.ts';
export type { ForeignChange, Leftover, Work, WorkChange } from './work/work.ts';
export { clearLocks } from './work/clear-locks.ts';
export { commitWork } from './work/commit-work.ts';
export type { CommittedWork, CommitWorkOptions, WorkFinding } from './work/committed-work.ts';
export type { CommitHook, HookOptions, HookRun } from './work/hooks/hook-run.ts';
export { findCredentialsInWork } from './work/find-credentials-in-work.ts';
export type { FindCredentialsOptions } from './work/find-credentials-in-work.ts';
export { commitType } from './work/commit-type.ts';
export type { CommitType } from './work/commit-type.ts';
export { commitMessage } from './work/commit-message.ts';
export type { CommitMessageOptions } from './work/commit-message.ts';
export type { SetAside } from './work/set-aside.ts';
export { changeOwnership } from './ownership/change-ownership.ts';
export type {
  ChangedOwnership,
  ChangeOwnershipOptions,
  OwnershipMove,
  WidenedWorktree,
} from './ownership/change-ownership.ts';
export { guardWorktree, tellCommand } from './ownership/guard/guard-worktree.ts';
export type { GuardOptions } from './ownership/guard/guard-worktree.ts';
