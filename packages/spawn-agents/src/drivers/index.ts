/** Coding assistants: how each is found, started without a person, and understood. */
export type { AgentActivity } from './activity.ts';
export { retryText } from './retry-text.ts';
export { driverNames } from './driver.ts';
export type {
  CommandLine,
  DetectContext,
  Detection,
  Driver,
  DriverName,
  DriverTask,
  Permissions,
  Resumed,
} from './driver.ts';
export type { HookFile, WriteHook } from './write-hook.ts';
export { driverNamed, driverRecorded } from './driver-named.ts';
export { requireDriver } from './require-driver.ts';
export { startFirst } from './start-first.ts';
