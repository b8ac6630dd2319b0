import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { rolldown, type OutputChunk, type Plugin } from 'rolldown';
import { loadBuiltinsLate } from './load-builtins-late.ts';
import type { Manifest } from './read-manifest.ts';
import { workOutData } from './work-out-data.ts';
import { writeInAscii } from './write-in-ascii.ts';
import { writeLicences } from './write-licences.ts';

/** Packages with native code cannot be bundled; a package whose bin needs one has it as a dependency of its own. */
const native = ['oxc-parser', 'oxc-resolver', '@oxc-parser', '@oxc-resolver'];
/** What one command line loads late another needs at once. */
const harmless: ReadonlySet<string | undefined> = new Set([
  'CIRCULAR_DEPENDENCY',
  'EVAL',
  'INEFFECTIVE_DYNAMIC_IMPORT',
]);
const entry = '\0command-line';
// oxlint-disable-next-line no-control-regex -- ids of modules without a file begin with it
const entryPattern = /^\0command-line$/;

/**
 * Bundles `src/cli.ts` with everything it imports into `dist/command-line.cjs` and `dist/chunks/`: a bin that resolves no
 * package starts in half the time.
 * @returns the files written, relative to `dist`.
 */
export async function bundleCommandLine(folder: string, manifest: Manifest): Promise<string[]> {
  const bundle = await rolldown({
    input: { 'command-line': entry },
    cwd: folder,
    platform: 'node',
    // The oldest Node that is promised does not know `using`.
    transform: { target: 'es2024' },
    external: (id) => isBuiltin(id) || isNative(id) || isInstalledBeside(id),
    resolve: {
      // A package's CommonJS form may load parts of itself by names that only exist at run time.
      mainFields: ['module', 'main'],
      conditionNames: ['@cdev/source', 'node', 'module-sync', 'default'],
    },
    plugins: [entryPlugin(folder, manifest), workOutData(), loadBuiltinsLate(), writeInAscii()],
    // Only yargs' parser is used; what would lay out text for it is a third of a start, and is left out as nothing of it is called.
    treeshake: {
      moduleSideEffects: [
        { test: /\/node_modules\/(?:yargs|cliui|escalade|string-width|y18n|get-caller-file)\//, sideEffects: false },
      ],
    },
    // A busy machine is no reason for a build to fail, as every warning is.
    checks: { bundlerTimings: false },
    onLog: (level, log, report) => {
      if (level === 'warn' && !harmless.has(log.code)) report('error', log);
    },
  });
  const { output } = await bundle.write({
    dir: join(folder, 'dist'),
    // The loader of ES modules, and a namespace for each module of the runtime, would be a tenth of a short start.
    format: 'cjs',
    intro: '"use strict";',
    minify: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
  });
  await bundle.close();
  const chunks = output.filter((part): part is OutputChunk => part.type === 'chunk');
  assertDeclared(chunks, manifest);
  const licences = writeLicences(
    folder,
    chunks.flatMap(({ moduleIds }) => moduleIds),
  );
  return [...output.map(({ fileName }) => fileName), licences];
}

function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || builtinModules.includes(id);
}

function isNative(id: string): boolean {
  return native.some((name) => id === name || id.startsWith(`${name}/`));
}

/** What a user installs beside a command, if at all. In ssh2 there are keys for its own tests, which every scanner would find in whoever has it inside. */
function isInstalledBeside(id: string): boolean {
  return id === 'ssh2';
}

/** The entry has no file: `execute` on the package's script, with the version of this build, and with its end where one is announced. */
function entryPlugin(folder: string, { version, cdev }: Manifest): Plugin {
  const end =
    cdev?.deprecation === undefined ? 'script' : `{ ...script, deprecation: ${JSON.stringify(cdev.deprecation)} }`;
  const source = [
    `import { execute } from '@cdev/core/cli';`,
    `import { script } from ${JSON.stringify(join(folder, 'src/cli.ts'))};`,
    `void execute(${end}, { version: ${JSON.stringify(version)} });`,
  ].join('\n');
  return {
    name: 'command-line-entry',
    resolveId: {
      // Not for each of a thousand other imports.
      filter: { id: [entryPattern, /^@cdev\/core\/cli$/] },
      handler(id, importer) {
        if (id === entry) return id;
        // The entry stands where the package's own sources stand, so it finds the same core.
        return importer === entry ? this.resolve(id, join(folder, 'src/cli.ts')) : undefined;
      },
    },
    load: { filter: { id: entryPattern }, handler: () => source },
  };
}

/** By import or by a `require` made at run time: either way the package is asked for by its name. */
function assertDeclared(chunks: readonly OutputChunk[], { dependencies = {} }: Manifest): void {
  const asked = chunks.flatMap(({ code }) =>
    [...code.matchAll(/["'`](oxc-(?:parser|resolver))["'`]/g)].map(([, name = '']) => name),
  );
  const missing = [...new Set(asked)].filter((name) => !(name in dependencies)).toSorted();
  if (missing.length > 0)
    throw new Error(
      `its bin loads ${missing.join(', ')}, which has native code and stays outside the bundle: add it to "dependencies"`,
    );
}
