import type { Context, Outcome } from '@cdev/core/cli';
import { scriptManifest } from './script-bin.ts';
import { scriptNames, separateScripts } from './script-names.ts';

export interface ListedScript {
  readonly script: string;
  /** Undefined for a script that is not installed. */
  readonly version: string | undefined;
  readonly description: string;
}

/** Every script with the version that is installed; for one that is not, how it is started. */
export async function listScripts({ cwd }: Pick<Context, 'cwd'>): Promise<Outcome<readonly ListedScript[]>> {
  const result = [...scriptNames, ...separateScripts].map((script) => {
    const manifest = scriptManifest(script, cwd);
    const description = manifest?.description ?? `Not installed; start it by npx @cdev/${script}`;
    return { script, version: manifest?.version, description };
  });
  return { result, status: 'ok' };
}
