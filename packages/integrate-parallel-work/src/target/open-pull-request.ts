import { stripControl } from '@cdev/core/log';
import { requireTool, run, type RunResult } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';

const hint = "Install GitHub's command line (https://cli.github.com) and sign in with: gh auth login";

/** @throws CDEV_E_SUBPROCESS_TOOL_MISSING */
export async function requireGh(cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  await requireTool('gh', { cwd, hint, env });
}

export interface PullRequestOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** The branch to merge, and the one to merge into. */
  readonly head: string;
  readonly base: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface OpenedPullRequest {
  readonly url: string;
  /** False for one that was open already: it has the new text and base. */
  readonly isNew: boolean;
}

/** Opens a pull request; the one that is open for the branch gets the new text and base instead. @throws CDEV_E_INTEGRATE_PULL_REQUEST_FAILED */
export async function openPullRequest(options: PullRequestOptions): Promise<OpenedPullRequest> {
  const { head, base, title, body } = options;
  const text = ['--base', base, '--title', title, '--body-file', '-'];
  const list = await gh(options, ['pr', 'list', '--head', head, '--state', 'open', '--json', 'url']);
  const known = list.ok ? firstAddress(list.stdout) : undefined;
  if (known !== undefined) {
    const edited = await gh(options, ['pr', 'edit', known, ...text], body);
    if (edited.ok) return { url: known, isNew: false };
    throw failure(edited);
  }
  const created = await gh(options, ['pr', 'create', '--head', head, ...text], body);
  const url = firstAddress(created.stdout);
  if (created.ok && url !== undefined) return { url, isNew: true };
  throw failure(created);
}

function failure({ stderr, stdout }: RunResult): Error {
  const output = stripControl(stderr.trim() || stdout.trim());
  return errors.make('CDEV_E_INTEGRATE_PULL_REQUEST_FAILED', { output });
}

function gh({ cwd, env, signal }: PullRequestOptions, args: readonly string[], input?: string): Promise<RunResult> {
  return run('gh', args, { cwd, env: { ...env, GH_PROMPT_DISABLED: '1' }, signal, input, allowFailure: true });
}

function firstAddress(text: string): string | undefined {
  return /https?:\/\/[^\s"\]]+/.exec(text)?.[0];
}
