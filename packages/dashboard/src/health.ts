import type { CheckResult, Context } from '@cdev/core/cli';
import { openRunHistory } from '@cdev/run-history';
import { readScriptCatalogue } from '@cdev/script-catalogue';
import { isCdevError } from '@cdev/core/errors';

/** Proves what the script needs here: records that can be read, and scripts to show. */
export async function health({ cwd, home, signal }: Context): Promise<readonly CheckResult[]> {
  return [await checkRecords(home, signal), await checkScripts(cwd)];
}

async function checkRecords(home: string, signal: AbortSignal): Promise<CheckResult> {
  const title = 'run records';
  using history = await openRunHistory({ home, signal });
  const { records, notKept } = history.state;
  if (notKept === undefined) return { title, status: 'ok', detail: `${records} records in ${home}` };
  return {
    title,
    status: 'warning',
    detail: `the index is not kept: ${notKept}`,
    fix: `Make ${home} writable, or set CDEV_HOME`,
  };
}

async function checkScripts(cwd: string): Promise<CheckResult> {
  const title = 'scripts';
  try {
    const { scripts, root } = await readScriptCatalogue({ cwd, near: [import.meta.dirname] });
    return { title, status: 'ok', detail: `${scripts.length} in ${root}` };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'warning', detail: error.message, fix: error.steps[0] ?? 'Give another folder with --cwd' };
  }
}
