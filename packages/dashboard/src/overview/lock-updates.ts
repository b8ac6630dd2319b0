import { askGit, type AskGitOptions } from './ask-git.ts';

const lockFiles = ['pnpm-lock.yaml', 'package-lock.json', 'yarn.lock', 'bun.lock'];
const most = 200;

/** Commits since a day that changed what is locked: a day and the subject. None outside of a repository. */
export async function lockUpdates(
  root: string,
  since: string,
  options: AskGitOptions,
): Promise<readonly { readonly day: string; readonly text: string }[]> {
  const words = ['log', '--no-merges', `--max-count=${most}`, '--format=%cd%x09%h %s', '--date=format-local:%Y-%m-%d'];
  const lines = await askGit(root, [...words, `--since=${since}T00:00:00Z`, '--', ...lockFiles], options);
  return lines.map((line) => ({ day: line.slice(0, 10), text: line.slice(11) }));
}
