import type { Context, Outcome } from '@cdev/core/cli';
import { listPlugins } from './plugin/list-plugins.ts';
import { scriptManifest } from './script-bin.ts';
import { isScriptName, scriptNames, separateScripts } from './script-names.ts';

export interface ListedScript {
  readonly script: string;
  /** Undefined for a script that is not installed. */
  readonly version: string | undefined;
  readonly description: string;
  /** When its end is announced: until when it is maintained, and what takes its place. */
  readonly deprecation?: { readonly sunset: string; readonly replacement: string } | undefined;
}

/** Every script and every plugin, with the version that is installed; for one that is not, how it is started. */
export async function listScripts({
  cwd,
  env,
  home,
}: Pick<Context, 'cwd' | 'env' | 'home'>): Promise<Outcome<readonly ListedScript[]>> {
  const result = [...scriptNames, ...separateScripts].map((script) => {
    const manifest = scriptManifest(script, cwd);
    const description = manifest?.description ?? `Not installed; start it by npx @cdev/${script}`;
    const { sunset, replacement } = manifest?.cdev?.deprecation ?? {};
    const end = sunset !== undefined && replacement !== undefined ? { deprecation: { sunset, replacement } } : {};
    return { script, version: manifest?.version, description, ...end };
  });
  const found = await listPlugins({ cwd, path: env['PATH'], home });
  const plugins = found
    .filter(({ name }) => !isScriptName(name))
    .map(({ name, file, added }) => ({
      script: name,
      version: added?.version,
      description:
        added === undefined
          ? `Plugin: ${file}`
          : `Added: ${added.package}${added.isInstalled ? '' : ', not installed here: cdev marketplace add'}`,
    }));
  return { result: [...result, ...plugins], status: 'ok' };
}
