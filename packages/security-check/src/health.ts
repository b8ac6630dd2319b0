import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireGit } from '@cdev/git';
import { fillExample, tokenRules } from '@cdev/secret-rules';
import { scanText } from '@cdev/secret-scan';

/** Proves what the script needs here: rules that find their own examples, and a git that is new enough. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [rulesCheck(), await gitCheck(context), await repositoryCheck(context)];
}

function rulesCheck(): CheckResult {
  const title = 'rules';
  const blind = tokenRules.filter(({ id, examples }) => {
    const bytes = Buffer.from(examples.map((example) => fillExample(example, 3)).join('\n'));
    return !scanText({ path: 'health.txt', bytes }).some(({ ruleId }) => ruleId === id);
  });
  if (blind.length === 0) return { title, status: 'ok', detail: `${tokenRules.length} rules find their examples` };
  return {
    title,
    status: 'failed',
    detail: `${blind.map(({ id }) => id).join(', ')} do not find their examples`,
    fix: 'Install this script again',
  };
}

async function gitCheck({ cwd }: Context): Promise<CheckResult> {
  return attempt('git', async () => requireGit(cwd));
}

async function repositoryCheck({ cwd, signal }: Context): Promise<CheckResult> {
  try {
    const { top, gitDir } = await openRepository(cwd, { signal });
    return { title: 'repository', status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title: 'repository',
      status: 'not-run',
      detail: error.message,
      fix: 'name a repository with --cwd to check its index and history',
    };
  }
}

async function attempt(title: string, ask: () => Promise<string>): Promise<CheckResult> {
  try {
    return { title, status: 'ok', detail: await ask() };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title,
      status: 'failed',
      detail: error.message,
      ...(error.steps[0] !== undefined && { fix: error.steps[0] }),
    };
  }
}
