import type { Estimate } from '../plan.ts';

/** What an agent has to do, counted. */
export interface WorkSize {
  /** Files to change or make. */
  readonly files: number;
  /** Those of them that are to be made. */
  readonly creates: number;
  /** Criteria to meet. */
  readonly criteria: number;
}

/** A rough measure for balance and order, not a promise: minutes by files to touch, files to make and criteria to meet. */
export function estimateWork({ files, creates, criteria }: WorkSize): Estimate {
  return { minutes: 5 + files * 4 + creates * 4 + criteria * 3, files };
}
