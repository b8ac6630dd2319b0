import type { Context } from '@cdev/core/cli';
import type { EarlierRun } from '../journal/earlier-run.ts';
import type { Journal } from '../journal/journal.ts';
import type { StepReport } from './pipeline-run.ts';
import type { Setting } from './scope.ts';
import type { Slots } from './slots.ts';
import type { StepCache } from './step-cache.ts';
import type { Stop } from './stop.ts';

/** All that the steps of one run share. */
export interface Frame {
  readonly context: Context;
  readonly setting: Setting;
  readonly journal: Journal;
  /** The run's folder. */
  readonly folder: string;
  /** The run that is gone on with. */
  readonly earlier: EarlierRun | undefined;
  readonly cache: StepCache;
  /** What was cached is not asked for. */
  readonly isFresh: boolean;
  readonly slots: Slots;
  readonly stop: Stop;
  readonly approves: (step: string) => boolean;
  readonly report: (report: StepReport) => void;
}
