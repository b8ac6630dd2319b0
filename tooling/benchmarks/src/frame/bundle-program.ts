import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * One file of `src/programs` with all that it imports, as a published bin is: what is measured then is what a user starts. Native
 * code stays outside and is found from here.
 * @returns the file to start
 */
export async function bundleProgram(name: string): Promise<string> {
  const here = fileURLToPath(new URL('../../', import.meta.url));
  const dir = join(here, 'node_modules/.cache', name);
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
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    cleanDir: true,
  });
  await bundle.close();
  return join(dir, `${name}.js`);
}
