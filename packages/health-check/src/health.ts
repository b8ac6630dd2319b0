import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';

/** Proves what the script needs here: scripts to look at, git for their examples, npx for other versions of Node and the registry. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return Promise.all([
    scriptsCheck(context),
    toolCheck('git', 'Install git', context),
    toolCheck('npx', 'Install npm, which brings npx: npm install --global npm', context),
  ]);
}

async function scriptsCheck({ cwd }: Context): Promise<CheckResult> {
  const title = 'scripts';
  const { readScriptCatalogue } = await import('@cdev/script-catalogue');
  try {
    const { scripts, origin } = await readScriptCatalogue({ cwd });
    return { title, status: 'ok', detail: `${scripts.length} in this ${origin}` };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'not-run', detail: error.message, fix: error.steps[0] };
  }
}

async function toolCheck(tool: string, hint: string, { cwd, env, signal }: Context): Promise<CheckResult> {
  try {
    return { title: tool, status: 'ok', detail: await requireTool(tool, { cwd, env, signal, hint }) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title: tool, status: 'failed', detail: error.message, fix: hint };
  }
}
