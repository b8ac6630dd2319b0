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
export { pruneJournals } from './journal/prune-journals.ts';
