import { relative, sep } from 'node:path';
import type { RunPaths } from '@cdev/agent-run';
import type { ReportedAbsence } from './integration-report.ts';

/** A file of the run as reports name it: relative to the run's folder, so that a report tells nothing of the machine. */
export function relativePath({ folder }: Pick<RunPaths, 'folder'>, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

/** The files that an ejection left behind, so named. */
export function filesBelow(
  paths: Pick<RunPaths, 'folder'>,
  { log, handOff }: Pick<ReportedAbsence, 'log' | 'handOff'>,
): Pick<ReportedAbsence, 'log' | 'handOff'> {
  return {
    ...(log !== undefined && { log: relativePath(paths, log) }),
    ...(handOff !== undefined && { handOff: relativePath(paths, handOff) }),
  };
}
