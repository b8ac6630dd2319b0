import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FindScriptOptions {
  /** `import.meta.url` of whoever asks. */
  readonly from: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The executable file of another script of the house (`spawn-agents`), to be started with Node: beside the package that asks, as Node finds it
 * from there, from the front door that started it (CDEV_FRONT_DOOR), or in the project at `cwd`. Undefined where it is not installed.
 */
export function findScript(script: string, { from, cwd, env }: FindScriptOptions): string | undefined {
  const asked = (place: string): string | undefined => {
    try {
      return dirname(createRequire(place).resolve(`@cdev/${script}/package.json`));
    } catch {
      return undefined;
    }
  };
  const places = [from, env['CDEV_FRONT_DOOR'], join(cwd, 'package.json')].filter((place) => place !== undefined);
  const beside = packageFolder(fileURLToPath(from));
  const folders = [...(beside === undefined ? [] : [join(dirname(beside), script)]), ...places.map(asked)];
  return folders
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'bin', `cdev-${script}.js`))
    .find((file) => existsSync(file));
}

function packageFolder(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return folder;
  return undefined;
}
