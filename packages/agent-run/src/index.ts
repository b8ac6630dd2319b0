/** Runs of many agents: the journal and the state it tells, what an agent is told, and the commit of its finished work. */
export { runSchemaVersion } from './run-event.ts';
export type {
  Activity,
  AgentVerdict,
  EventStamp,
  NewRunEvent,
  RunEvent,
  RunEventType,
  ValidationVerdict,
} from './run-event.ts';
export { agentLog, runPaths } from './run-paths.ts';
export type { RunPaths } from './run-paths.ts';
export { branchName, setAsideRef, snapshotRef, worktreeFolder } from './run-names.ts';
export type { WorktreeFolderOptions } from './run-names.ts';
export { appendEvent, listRuns, openJournal, readEvents } from './journal.ts';
export type { Journal, RunList, RunSummary } from './journal.ts';
export { runState } from './run-state.ts';
export type { AgentState, AgentStatus, IntegrationState, RunState, RunStateOptions } from './run-state.ts';
export {
  contextFile,
  contextSchemaVersion,
  createContext,
  parseContext,
  readContext,
  serialiseContext,
  writeContext,
} from './context/agent-context.ts';
export type { AgentContext, CreateContextOptions, ProjectCommand } from './context/agent-context.ts';
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
export { inspectWork } from './work/work.ts';
export type { ForeignChange, InspectWorkOptions, Leftover, Work, WorkChange } from './work/work.ts';
export { commitWork } from './work/commit-work.ts';
export type { CommittedWork, CommitWorkOptions, SetAside, WorkFinding } from './work/commit-work.ts';
