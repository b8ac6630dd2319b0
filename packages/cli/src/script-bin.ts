import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ScriptName } from './script-names.ts';

export interface ScriptManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/** The script's own package, found as Node finds it from here, so that an override by the user's install counts. */
export function scriptManifest(script: ScriptName): ScriptManifest {
  return JSON.parse(
    readFileSync(fileURLToPath(import.meta.resolve(`@cdev/${script}/package.json`)), 'utf8'),
  ) as ScriptManifest;
}

/** The script's executable file. */
export function scriptBin(script: ScriptName): string {
  return fileURLToPath(new URL(`bin/cdev-${script}.js`, import.meta.resolve(`@cdev/${script}/package.json`)));
}
