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

/** Opens a pull request, or finds the one that is open for the branch. @returns its address. @throws CDEV_E_INTEGRATE_PULL_REQUEST_FAILED */
export async function openPullRequest(options: PullRequestOptions): Promise<string> {
  const { head, base, title, body } = options;
  const known = await gh(options, ['pr', 'list', '--head', head, '--base', base, '--state', 'open', '--json', 'url']);
  const address = known.ok ? firstAddress(known.stdout) : undefined;
  if (address !== undefined) return address;
  const args = ['pr', 'create', '--head', head, '--base', base, '--title', title, '--body-file', '-'];
  const created = await gh(options, args, body);
  const made = firstAddress(created.stdout);
  if (created.ok && made !== undefined) return made;
  const output = stripControl(created.stderr.trim() || created.stdout.trim());
  throw errors.make('CDEV_E_INTEGRATE_PULL_REQUEST_FAILED', { output });
}

function gh({ cwd, env, signal }: PullRequestOptions, args: readonly string[], input?: string): Promise<RunResult> {
  return run('gh', args, { cwd, env: { ...env, GH_PROMPT_DISABLED: '1' }, signal, input, allowFailure: true });
}

function firstAddress(text: string): string | undefined {
  return /https?:\/\/[^\s"\]]+/.exec(text)?.[0];
}
