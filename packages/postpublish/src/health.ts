import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { gitVersion } from '@cdev/git';

/** Proves what the script needs here: a registry that answers, npm, and what it can do without (pnpm, a token of GitHub). */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return Promise.all([
    registryCheck(context),
    gitCheck(context),
    toolCheck('npm', context),
    toolCheck('pnpm', context),
    githubCheck(context),
  ]);
}

async function registryCheck({ cwd, env, signal }: Context): Promise<CheckResult> {
  const title = 'registry';
  try {
    const { openRegistry } = await import('@cdev/package-registry');
    const registry = await openRegistry({ cwd, env, signal, retries: 0, timeLimit: 10_000 });
    await registry.ping();
    const user = await registry.whoami().catch(() => undefined);
    return {
      title,
      status: 'ok',
      detail: `${registry.url} answers${user === undefined ? '' : `, and knows you as ${user}`}`,
    };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}

async function gitCheck({ cwd }: Context): Promise<CheckResult> {
  const title = 'git';
  try {
    return { title, status: 'ok', detail: await gitVersion(cwd) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}

async function toolCheck(tool: 'npm' | 'pnpm', { cwd, env, signal }: Context): Promise<CheckResult> {
  const { requireTool } = await import('@cdev/core/subprocess');
  const hint = `Install ${tool}: npm install --global ${tool}`;
  try {
    return { title: tool, status: 'ok', detail: await requireTool(tool, { cwd, env, signal, hint }) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    const status = tool === 'npm' ? 'failed' : 'not-run';
    return {
      title: tool,
      status,
      detail: `${tool} is not installed${tool === 'pnpm' ? ', so it is not installed with' : ''}`,
      fix: hint,
    };
  }
}

async function githubCheck({ env, cwd, signal }: Context): Promise<CheckResult> {
  const title = 'GitHub';
  const { loggedInAccess } = await import('@cdev/github-api');
  const access = await loggedInAccess({ env, cwd, signal });
  return access
    ? { title, status: 'ok', detail: `there is a token for ${access.url}` }
    : {
        title,
        status: 'not-run',
        detail: 'there is no token',
        fix: 'set GITHUB_TOKEN, or log in with gh, for releases on GitHub',
      };
}
