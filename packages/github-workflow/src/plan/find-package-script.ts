import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindScript } from './find-deed.ts';

/** Looks a script up in the package.json of the first folder that has it. */
export function packageScriptsOf(folders: readonly string[]): FindScript {
  return (name) => {
    for (const folder of folders) {
      const text = scriptOf(folder, name);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

function scriptOf(folder: string, name: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      scripts?: Record<string, unknown>;
    };
    const found = manifest.scripts?.[name];
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}
