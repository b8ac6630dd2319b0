import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { globPaths, isInside } from './glob-paths.ts';

/** GitHub's `hashFiles`: SHA-256 over the SHA-256 of each file in the workspace that matches; '' when none does. */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = globPaths(patterns, { folder: workspace }).filter((path) => isInside(workspace, path));
  if (files.length === 0) return '';
  const whole = createHash('sha256');
  for (const file of files) whole.update(createHash('sha256').update(readFileSync(file)).digest());
  return whole.digest('hex');
}
