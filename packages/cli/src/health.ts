import { existsSync } from 'node:fs';
import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit } from '@cdev/git';
import { scriptBin, scriptManifest } from './script-bin.ts';
import { scriptNames, type ScriptName } from './script-names.ts';

/** Git, and every script that the front door leads to. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(cwd), ...scriptNames.map((script) => scriptCheck(script, cwd))];
}

function scriptCheck(script: ScriptName, cwd: string): CheckResult {
  const fix = `npm install @cdev/${script}`;
  const manifest = scriptManifest(script, cwd);
  if (!manifest) return { title: script, status: 'failed', detail: 'not installed', fix };
  const isThere = existsSync(scriptBin(script, cwd) ?? '');
  return {
    title: script,
    status: isThere ? 'ok' : 'failed',
    detail: isThere ? manifest.version : 'its executable is missing',
    ...(!isThere && { fix }),
  };
}
