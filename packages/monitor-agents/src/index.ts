/** Watches a run of parallel agents; `cli.ts` is the same as a command line. */
export type { AgentView, Conflict, RunView } from './agent-view.ts';
export { errors as monitorAgentsErrors } from './errors.ts';
export { health } from './health.ts';
export { monitorAgents } from './monitor-agents.ts';
export type { MonitorOptions } from './monitor-agents.ts';
export { observeRun } from './observe-run.ts';
export type { RunObserver } from './observe-run.ts';
export { monitorWeb } from './web/monitor-web.ts';
export type { MonitorWebOptions, ServedPage } from './web/monitor-web.ts';
