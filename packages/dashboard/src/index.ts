/** One page of health, speed, errors and runs of all scripts, from which they can be started; `cli.ts` is the same as a command line. */
export { dashboard } from './dashboard.ts';
export type { DashboardOptions, DashboardResult } from './dashboard.ts';
export { overviewReader } from './overview/read-overview.ts';
export type { OverviewReader } from './overview/read-overview.ts';
export type { Overview, ScriptDetail, ScriptRow, TimelineEvent } from './overview/overview.ts';
export { errors as dashboardErrors } from './errors.ts';
export { health } from './health.ts';
