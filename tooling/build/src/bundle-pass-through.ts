import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Bundles `src/pass-through.ts`, what a front door does before anything of its own is loaded, into `dist/pass-through.js`: each file that is loaded costs a millisecond, at every start of
 * every script.
 * @returns the files written, relative to `dist`
 */
export async function bundlePassThrough(folder: string): Promise<string[]> {
  const bundle = await rolldown({
    input: { 'pass-through': join(folder, 'src/pass-through.ts') },
    cwd: folder,
    platform: 'node',
    transform: { target: 'es2024' },
    external: /^node:/,
    resolve: { conditionNames: ['@cdev/source', 'node', 'import', 'default'] },
    checks: { bundlerTimings: false },
    onLog: (level, log, report) => {
      if (level === 'warn') report('error', log);
    },
  });
  const { output } = await bundle.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    minify: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
  return output.map(({ fileName }) => fileName);
}
