/** What every run of a script left behind, as answers: how often, how long, how it ended. */
export { openRunHistory } from './open-run-history.ts';
export type {
  DayFigures,
  ErrorOccurrences,
  OpenRunHistoryOptions,
  RunFilter,
  RunHistory,
  RunHistoryState,
  ScriptRuns,
} from './run-history.ts';
export { journalFiles } from './journal/journal-files.ts';
export type { JournalFile } from './journal/journal-files.ts';
export { pruneJournals } from './journal/prune-journals.ts';
export { bytesAfter, recordsAfter } from './journal/records-after.ts';
export type { JournalPlace, JournalPlaces, JournalRecord } from './journal/records-after.ts';
export { appendCalibration, calibrationFinder, calibrationFile, readCalibrations } from './speed/calibration.ts';
export type { Calibration } from './speed/calibration.ts';
export { detectChanges } from './speed/detect-changes.ts';
export type { Change, DayValue } from './speed/detect-changes.ts';
export { median } from './speed/median.ts';
export { seriesOf } from './speed/series.ts';
export type { DaySeries, SeriesDay } from './speed/series.ts';
