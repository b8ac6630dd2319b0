import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '@cdev/git';

/** The value of a variable that says where something outside of the repository is. */
export function settingOf(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`Set ${variable}; see the README`);
  return value;
}

/** `owner+name/repo`, `owner/name` and bare forms of them. */
export function gitFolder(repo: string, roots: readonly string[]): string {
  const [owner = '', name = ''] = repo.split('/');
  const folders = roots.flatMap((root) => [
    join(root, `${owner}+${name}`, 'repo'),
    join(root, `${owner}+${name}`),
    join(root, owner, name),
    join(root, owner, `${name}.git`),
  ]);
  const found = folders.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${repo} is in none of ${roots.join(', ')}`);
  return found;
}

const trailer =
  /^\s*(?:[a-z]+(?:-[a-z]+)*-(?:by|id|url)|cc|refs?|fixes|closes|resolves)\s*:|^\s*\(cherry picked|^\s*git-svn-id/i;

/** The commit's message without trailers, links and numbers of issues: what a person would have asked for. */
export async function requestOf(commit: string, folder: string): Promise<string> {
  const { stdoutBytes } = await git(folder, ['log', '-1', '--format=%B', commit], { isQuestion: true });
  const lines = stdoutBytes.toString('utf8').split('\n');
  return lines
    .filter((line) => !trailer.test(line))
    .join('\n')
    .replace(/\(?#\d+\)?|https?:\/\/\S+/g, ' ')
    .trim();
}

/** The mean of a field over all scores. */
export function mean<Field extends string>(scores: readonly Readonly<Record<Field, number>>[], field: Field): number {
  return scores.reduce((sum, score) => sum + score[field], 0) / Math.max(1, scores.length);
}
