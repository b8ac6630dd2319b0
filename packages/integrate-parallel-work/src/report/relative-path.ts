import { relative, sep } from 'node:path';
import type { RunPaths } from '@cdev/agent-run';

/** A file of the run as reports name it: relative to the run's folder, so that a report tells nothing of the machine. */
export function relativePath({ folder }: Pick<RunPaths, 'folder'>, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
