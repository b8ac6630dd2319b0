import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * One file of `src/programs` with all that it imports, as a published bin is: what is measured then is what a user starts. Native
 * code stays outside and is found from `owner`, whose dependency it is.
 * @returns the file to start
 */
export async function bundleProgram(name: string, owner: string): Promise<string> {
  const here = fileURLToPath(new URL('../../', import.meta.url));
  const home = dirname(createRequire(import.meta.url).resolve(`${owner}/package.json`));
  const dir = join(home, 'node_modules/.cache', name);
  const bundle = await rolldown({
    input: { [name]: join(here, 'src/programs', `${name}.js`) },
    platform: 'node',
    transform: { target: 'es2024' },
    external: /^(?:node:|oxc-)/,
    resolve: { mainFields: ['module', 'main'], conditionNames: ['@cdev/source', 'node', 'module-sync', 'default'] },
    checks: { bundlerTimings: false },
    onLog: (level, log, report) => {
      if (level === 'warn' && log.code !== 'CIRCULAR_DEPENDENCY') report('error', log);
    },
  });
  await bundle.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    cleanDir: true,
  });
  await bundle.close();
  return join(dir, `${name}.cjs`);
}
