import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommandLine } from './bundle-command-line.ts';
import { bundlePassThrough } from './bundle-pass-through.ts';
import { compile } from './compile.ts';
import { pruneOutput } from './prune-output.ts';
import { readManifest } from './read-manifest.ts';
import { writeData } from './work-out-data.ts';
import { writeStart } from './write-start.ts';

/**
 * Builds the package in `folder` into its `dist`: JavaScript and declarations, and for a package with a command line the bundle
 * and the quick start of its bin. The same sources give the same bytes.
 * @returns the exit code; what went wrong is on stderr.
 */
export async function build(folder: string): Promise<number> {
  const manifest = readManifest(folder);
  const exitCode = compile(folder);
  if (exitCode !== 0) return exitCode;
  try {
    const written = await writeData(folder);
    if (existsSync(join(folder, 'src/cli.ts')))
      written.push(...(await bundleCommandLine(folder, manifest)), await writeStart(folder, manifest));
    if (existsSync(join(folder, 'src/pass-through.ts'))) written.push(...(await bundlePassThrough(folder)));
    pruneOutput(folder, written);
    return 0;
  } catch (error) {
    process.stderr.write(`cdev-build: ${manifest.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
