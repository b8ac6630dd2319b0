import type { Outcome } from '@cdev/core/cli';
import { scriptManifest } from './script-bin.ts';
import { scriptNames } from './script-names.ts';

export interface ListedScript {
  readonly script: string;
  readonly version: string;
  readonly description: string;
}

/** Every script with the version that is installed. */
export async function listScripts(): Promise<Outcome<readonly ListedScript[]>> {
  const result = scriptNames.map((script) => {
    const { version, description } = scriptManifest(script);
    return { script, version, description };
  });
  return { result, status: 'ok' };
}
