import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Runs the TypeScript compiler on the package. Under turbo the packages it refers to have been built and may be in use by a
 * build beside this one, so only this package is compiled; by hand those that are stale are built with it.
 */
export function compile(folder: string): number {
  // A build record without its output would make the compiler believe that there is nothing to do.
  if (!existsSync(join(folder, 'dist/index.js')) && !existsSync(join(folder, 'dist/cli/index.js')))
    rmSync(join(folder, 'dist/.tsbuildinfo'), { force: true });
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const mode = process.env['TURBO_HASH'] === undefined ? '-b' : '-p';
  const { status } = spawnSync(process.execPath, [join(typescript, 'bin/tsc'), mode, 'tsconfig.json'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status ?? 1;
}
