import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ScriptName } from './script-names.ts';

export interface ScriptManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly cdev?: {
    readonly owner?: string;
    readonly priority?: string;
    readonly stability?: string;
    readonly budget?: unknown;
    readonly env?: Readonly<Record<string, string>>;
    readonly deprecation?: { readonly stage: string; readonly replacement: string; readonly sunset: string };
  };
}

/** A script's package: as Node finds it from here, so that an override by the user's install counts, else in the project at `cwd`. */
export function scriptFolder(script: ScriptName, cwd: string): string | undefined {
  for (const from of [import.meta.url, join(cwd, 'package.json')]) {
    try {
      return dirname(createRequire(from).resolve(`@cdev/${script}/package.json`));
    } catch {
      // Not there; perhaps from the other place.
    }
  }
  return undefined;
}

/** Undefined when the script is not installed. */
export function scriptManifest(script: ScriptName, cwd: string): ScriptManifest | undefined {
  const folder = scriptFolder(script, cwd);
  return folder === undefined
    ? undefined
    : (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ScriptManifest);
}

/**
 * The script's executable file; undefined when it is not installed. Not `findScript` of core: the front door asks this before anything else is loaded, and
 * the room of core that has it would take longer to load than the script to be found (`pnpm bench start-up`).
 */
export function scriptBin(script: ScriptName, cwd: string): string | undefined {
  const folder = scriptFolder(script, cwd);
  return folder === undefined ? undefined : join(folder, 'bin', `cdev-${script}.js`);
}
