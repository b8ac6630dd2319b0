import { askGit, type AskGitOptions } from './ask-git.ts';
import type { ProposedUpdate } from './overview.ts';

/** Branches of `cdev-update-dependencies` that are not in HEAD yet, by name. None outside of a repository. */
export async function proposedUpdates(root: string, options: AskGitOptions): Promise<readonly ProposedUpdate[]> {
  const format = '--format=%(refname:short)%09%(committerdate:format-local:%Y-%m-%d)%09%(contents:subject)';
  const lines = await askGit(root, ['for-each-ref', '--no-merged=HEAD', format, 'refs/heads/cdev/update/'], options);
  return lines.map((line) => {
    const [branch = '', day = '', ...words] = line.split('\t');
    return { branch, day, text: words.join(' ') };
  });
}
